using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Sigmoid focal loss of a logit: a q^gamma bce, with q = t sigmoid(-x) + (1 - t) sigmoid(x) and a = alpha t + (1 - alpha)(1 - t).</summary>
/// <remarks>
/// q, the probability of being wrong, is computed from exp(-|x|) without cancellation, so that the loss of a confident and correct prediction keeps
/// its digits. The derivative is a q^gamma (bce' + gamma bce q' / q).
/// </remarks>
/// <param name="gamma">The focusing exponent, not negative.</param>
/// <param name="positiveWeight">a at t = 1.</param>
/// <param name="negativeWeight">a at t = 0.</param>
internal readonly struct FocalFormula(double gamma, double positiveWeight, double negativeWeight) : IElementFormula, ISignedForm
{
    private readonly FocalFactor _factor = new(gamma, positiveWeight, negativeWeight);

    /// <summary>No: a power multiplies the relative error of its base by the exponent.</summary>
    public static bool SingleIsEnough => false;

    public static int Steps => 3;

    public static bool ReadsTarget => true;

    public static bool ReadsRest => false;

    /// <remarks>A power by logarithm is a call, which would make the loop keep everything in memory.</remarks>
    public bool CanSign => _factor.IsWhole;

    /// <summary>exp(-|x|), softplus(-|x|), q^gamma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag
    {
        if (typeof(TStep) != typeof(ThirdStep))
        {
            return default(LogitFormula).Step<V, TStep, TExact>(Bounded(x), t, first);
        }

        return _factor.Power<V, TExact>(Wrong(x, t, first, out _, out _), t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V> => LossAndGradient(x, t, p, first, second, third, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V zero = V.Create(0);
        V wrong = Wrong(x, t, first, out V up, out V down);
        V share = V.Select(V.LessThan(x, zero), t, one - t);
        V bce = V.FusedMultiplyAdd(share, V.AndNot(V.Abs(x), V.Equal(share, zero)), second);
        V bceGradient = V.FusedNegateMultiplyAdd(t, down, (one - t) * up);
        V factor = _factor.Of(third, t);

        // q' = sigmoid(x) sigmoid(-x) (1 - 2t).
        V slope = V.FusedNegateMultiplyAdd(t, V.Create(2), one) * up * down / wrong;

        // Where bce is greater than this the slope is zero; an infinite bce must not give infinity * 0.
        V finite = V.Min(bce, V.Create(10000));
        gradient = factor * V.FusedMultiplyAdd(V.Create(_factor.Gamma) * finite, slope, bceGradient);
        gradient = V.Select(V.Equal(x, x), gradient, x);

        // Where alpha leaves nothing of the loss, an infinite bce must not make 0 * infinity.
        return V.Select(V.Equal(x, x), factor * V.AndNot(bce, V.Equal(factor, zero)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V CrossEntropy<V>(V signed, V magnitude, V t)
        where V : struct, IVector<V> => default(LogitFormula).CrossEntropy(signed, magnitude, t);

    /// <remarks>With q = sigmoid(y) and y the signed input, bce is softplus(y), its derivative is q, and that of q is q (1 - q). No term is negative.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SignedLoss<V>(V signed, V crossEntropy, V magnitude, V rest, V t, out V slope)
        where V : struct, IVector<V>
    {
        V factor = _factor.Of(_factor.Whole(magnitude), t);
        slope = factor * V.FusedMultiplyAdd(V.Create(_factor.Gamma) * crossEntropy, V.Create(1) - magnitude, magnitude);
        return factor * crossEntropy;
    }

    /// <summary>|x|, at most 700, beyond which exp(-|x|) is negligible. An infinite x becomes finite, which leaves all limits but that of the loss the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x)
        where V : struct, IVector<V> => V.Min(V.Abs(x), V.Create(700));

    /// <summary>q; sigmoid(x) and sigmoid(-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Wrong<V>(V x, V t, V e, out V up, out V down)
        where V : struct, IVector<V>
    {
        up = LogitFormula.Sigmoid(x, e, out down);
        return (t * down) + ((V.Create(1) - t) * up);
    }
}
