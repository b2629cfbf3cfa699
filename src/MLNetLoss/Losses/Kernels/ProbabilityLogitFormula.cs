using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary><see cref="ProbabilityFormula"/> with the derivative in the logit of the probability x: (1 - t) x - p t (1 - x).</summary>
internal readonly struct ProbabilityLogitFormula : IElementFormula
{
    public static bool SingleIsEnough => true;

    public static int Steps => ProbabilityFormula.Steps;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag => default(ProbabilityFormula).Step<V, TStep, TExact>(x, t, first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V> => default(ProbabilityFormula).Loss(x, t, p, first, second, third);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        gradient = V.FusedNegateMultiplyAdd(p * t, one - x, (one - t) * x);
        return default(ProbabilityFormula).Loss(x, t, p, first, second, third);
    }
}
