using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The second derivative of <see cref="LogitFormula"/>, in the form of a loss, so that the same driver runs it.</summary>
internal readonly struct LogitHessian : IElementFormula
{
    public static bool SingleIsEnough => false;

    public static int Steps => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag => default(LogitFormula).Step<V, TStep, TExact>(x, t, first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V denominator = one + first;
        return V.FusedMultiplyAdd(p, t, one - t) * (first / (denominator * denominator));
    }
}
