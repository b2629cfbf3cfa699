using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Focal loss of a probability x: a q^gamma bce(x), with q = t (1 - x) + (1 - t) x and a = alpha t + (1 - alpha)(1 - t).</summary>
/// <param name="gamma">The focusing exponent, not negative.</param>
/// <param name="positiveWeight">a at t = 1.</param>
/// <param name="negativeWeight">a at t = 0.</param>
internal readonly struct FocalProbabilityFormula(double gamma, double positiveWeight, double negativeWeight) : IElementFormula, ISignedForm
{
    private readonly FocalFactor _factor = new(gamma, positiveWeight, negativeWeight);

    /// <inheritdoc cref="FocalFormula.SingleIsEnough"/>
    public static bool SingleIsEnough => false;

    public static int Steps => 3;

    public static bool ReadsTarget => true;

    public static bool ReadsRest => false;

    /// <inheritdoc cref="FocalFormula.CanSign"/>
    public bool CanSign => _factor.IsWhole;

    /// <summary>ln x, ln(1 - x), q^gamma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag
    {
        if (typeof(TStep) != typeof(ThirdStep))
        {
            return default(ProbabilityFormula).Step<V, TStep, TExact>(x, t, first);
        }

        return _factor.Power<V, TExact>(Wrong(x, t), t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V> => LossAndGradient(x, t, p, first, second, third, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V bce = default(ProbabilityFormula).LossAndGradient(x, t, one, first, second, third, out V bceGradient);
        V slope = V.FusedNegateMultiplyAdd(t, V.Create(2), one) / Wrong(x, t);
        V factor = _factor.Of(third, t);
        gradient = factor * V.FusedMultiplyAdd(V.Create(_factor.Gamma) * bce, slope, bceGradient);
        return factor * bce;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V CrossEntropy<V>(V signed, V magnitude, V t)
        where V : struct, IVector<V> => default(ProbabilityFormula).CrossEntropy(signed, magnitude, t);

    /// <remarks>The derivative of q in the signed input is 1. No term is negative.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe V SignedLoss<V>(V signed, V crossEntropy, V magnitude, V rest, V t, out V slope)
        where V : struct, IVector<V>
    {
        V wrong = V.Max(V.Create(FocusPower.LeastBase), ProbabilityFormula.Begin<V, No>(signed, null, out _));
        V factor = _factor.Of(_factor.Whole(wrong), t);
        slope = factor * V.FusedMultiplyAdd(V.Create(_factor.Gamma), crossEntropy / wrong, magnitude);
        return factor * crossEntropy;
    }

    /// <summary>q, bounded away from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Wrong<V>(V x, V t)
        where V : struct, IVector<V> =>
        V.Max(V.Create(FocusPower.LeastBase), V.FusedMultiplyAdd(t, V.Create(1) - x, (V.Create(1) - t) * x));
}
