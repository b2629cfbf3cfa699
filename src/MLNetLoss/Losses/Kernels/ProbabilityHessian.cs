using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The second derivative of <see cref="ProbabilityFormula"/> where no clamp acts, in the form of a loss.</summary>
internal readonly struct ProbabilityHessian : IElementFormula
{
    public static bool SingleIsEnough => false;

    public static int Steps => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V least = V.Create(1e-24);
        V other = one - x;
        return V.FusedMultiplyAdd(p * t, one / V.Max(least, x * x), (one - t) / V.Max(least, other * other));
    }
}
