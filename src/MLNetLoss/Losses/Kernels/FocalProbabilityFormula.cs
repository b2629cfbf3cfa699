using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Focal loss of a probability x: a q^gamma bce(x), with q = t (1 - x) + (1 - t) x and a = alpha t + (1 - alpha)(1 - t).</summary>
/// <param name="gamma">The focusing exponent, not negative.</param>
/// <param name="positiveWeight">a at t = 1.</param>
/// <param name="negativeWeight">a at t = 0.</param>
internal readonly struct FocalProbabilityFormula(double gamma, double positiveWeight, double negativeWeight) : IElementFormula
{
    private readonly FocalFactor _factor = new(gamma, positiveWeight, negativeWeight);

    /// <inheritdoc cref="FocalFormula.SingleIsEnough"/>
    public static bool SingleIsEnough => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p)
        where V : struct, IVector<V> => LossAndGradient(x, t, p, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V bce = default(ProbabilityFormula).LossAndGradient(x, t, one, out V bceGradient);
        V wrong = V.FusedMultiplyAdd(t, one - x, (one - t) * x);
        V positive = V.Max(V.Create(1e-300), wrong);
        V slope = V.FusedNegateMultiplyAdd(t, V.Create(2), one) / positive;
        V factor = _factor.Of(positive, t);
        gradient = factor * V.FusedMultiplyAdd(V.Create(_factor.Gamma) * bce, slope, bceGradient);
        return factor * bce;
    }
}
