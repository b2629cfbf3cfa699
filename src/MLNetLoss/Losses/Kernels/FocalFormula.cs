using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Sigmoid focal loss of a logit: a q^gamma bce, with q = t sigmoid(-x) + (1 - t) sigmoid(x) and a = alpha t + (1 - alpha)(1 - t).</summary>
/// <remarks>
/// q, the probability of being wrong, is formed from exp(-|x|) without cancellation, and the power in logarithms, so that the loss of a
/// sure and right answer keeps its digits. The derivative is a q^gamma (bce' + gamma bce q' / q).
/// </remarks>
/// <param name="gamma">The focusing exponent, not negative.</param>
/// <param name="positiveWeight">a at t = 1.</param>
/// <param name="negativeWeight">a at t = 0.</param>
internal readonly struct FocalFormula(double gamma, double positiveWeight, double negativeWeight) : IElementFormula
{
    private readonly FocalFactor _factor = new(gamma, positiveWeight, negativeWeight);

    /// <summary>A power multiplies relative errors by its exponent's logarithm.</summary>
    public static bool SingleIsEnough => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p)
        where V : struct, IVector<V> => LossAndGradient(x, t, p, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V zero = V.Create(0);

        // Beyond 700 the exponential is next to nothing; an infinite x becomes a large one, whose limits are the same but for the loss.
        V magnitude = V.Abs(x);
        V e = Elementary.ExpNonPositive(zero - V.Min(magnitude, V.Create(700)));
        V isNegative = V.LessThan(x, zero);
        V up = V.Select(isNegative, e, one) / (one + e);
        V down = V.Select(isNegative, one, e) / (one + e);
        V wrong = (t * down) + ((one - t) * up);
        V share = V.Select(isNegative, t, one - t);
        V bce = V.FusedMultiplyAdd(share, V.AndNot(magnitude, V.Equal(share, zero)), Elementary.Log1POfUnit(e));
        V bceGradient = V.FusedNegateMultiplyAdd(t, down, (one - t) * up);
        V factor = _factor.Of(wrong, t);

        // q' = sigmoid(x) sigmoid(-x) (1 - 2t).
        V slope = V.FusedNegateMultiplyAdd(t, V.Create(2), one) * up * down / wrong;

        // Where bce is beyond this the slope has vanished; an infinite bce must not make infinity * 0.
        V finite = V.Min(bce, V.Create(10000));
        gradient = factor * V.FusedMultiplyAdd(V.Create(_factor.Gamma) * finite, slope, bceGradient);
        gradient = V.Select(V.Equal(x, x), gradient, x);
        return V.Select(V.Equal(x, x), factor * bce, x);
    }
}
