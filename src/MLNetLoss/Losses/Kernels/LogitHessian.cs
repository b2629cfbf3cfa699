using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The second derivative of <see cref="LogitFormula"/>, as if it were a loss of its own: it runs through the same driver.</summary>
internal readonly struct LogitHessian : IElementFormula
{
    public static bool SingleIsEnough => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V e = Elementary.ExpNonPositive(V.Create(0) - V.Abs(x));
        V denominator = one + e;
        return V.FusedMultiplyAdd(p, t, one - t) * (e / (denominator * denominator));
    }

    /// <summary>The third derivative is not asked for by anybody.</summary>
    public V LossAndGradient<V>(V x, V t, V p, out V gradient)
        where V : struct, IVector<V> => throw new NotSupportedException("A Hessian has no gradient here.");
}
