using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// Asymmetric loss of a logit: -f (t ln max(s, eps) + (1 - t) ln max(n, eps)), with s = sigmoid(x), n = min(sigmoid(-x) + clip, 1) and
/// the focus f = (1 - s t - n (1 - t))^(gammaPositive t + gammaNegative (1 - t)).
/// </summary>
/// <param name="gammaNegative">The focusing exponent of negatives, not negative.</param>
/// <param name="gammaPositive">The focusing exponent of positives, not negative.</param>
/// <param name="clip">The probability shift of negatives in [0, 1).</param>
/// <param name="epsilon">The least argument of a logarithm.</param>
/// <param name="differentiatesFocus">Whether the gradient includes the derivative of the focus; otherwise the focus counts as a constant.</param>
internal readonly struct AsymmetricFormula(double gammaNegative, double gammaPositive, double clip, double epsilon, bool differentiatesFocus)
    : IElementFormula, ISignedForm
{
    /// <summary>The least clip for which 1 - u, the argument of a logarithm, has digits enough. u itself has few near the clip, whatever this is.</summary>
    private const double LeastClip = 1e-3;

    private readonly FocusPower _power = new(gammaPositive, gammaNegative);
    private readonly double _clip = clip;
    private readonly double _epsilon = epsilon;
    private readonly double _leastLogarithm = Math.Log(epsilon);
    private readonly bool _differentiatesFocus = differentiatesFocus;

    /// <inheritdoc cref="FocalFormula.SingleIsEnough"/>
    public static bool SingleIsEnough => false;

    public static int Steps => 3;

    public static bool ReadsTarget => true;

    public static bool ReadsRest => true;

    /// <inheritdoc cref="FocalFormula.CanSign"/>
    public bool CanSign => _power.AreWhole && _clip is 0 or >= LeastClip;

    /// <summary>exp(-|x|), t ln max(s, eps) + (1 - t) ln max(n, eps), f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag
    {
        if (typeof(TStep) == typeof(FirstStep))
        {
            return default(LogitFormula).Step<V, TStep, TExact>(x, t, first);
        }

        if (typeof(TStep) == typeof(SecondStep))
        {
            return _clip > 0 ? ClippedCrossEntropy<V, TExact>(x, t, first) : CrossEntropy<V, TExact>(x, t, first, V.Create(0));
        }

        V up = LogitFormula.Sigmoid(x, first, out V down);
        V miss = Miss(t, down, Unclipped(up));
        return V.AndNot(_power.Of<V, TExact>(miss, t), V.LessThan(miss, V.Create(FocusPower.LeastBase)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V> => LossAndGradient(x, t, p, first, second, third, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V>
    {
        V zero = V.Create(0);
        V up = LogitFormula.Sigmoid(x, first, out V down);
        V unclipped = Unclipped(up);
        V slope = up * down;
        V isClipped = V.Equal(unclipped, zero);
        V epsilon = V.Create(_epsilon);
        V negative = V.Create(1) - t;
        V argument = _clip > 0 ? V.Create(1) - unclipped : down;
        V upSlope = V.AndNot(down, V.LessThan(up, epsilon));
        V downSlope = V.AndNot(V.AndNot(slope / V.Max(epsilon, argument), V.LessThan(argument, epsilon)), isClipped);
        V crossEntropySlope = V.FusedNegateMultiplyAdd(negative, downSlope, t * upSlope);

        gradient = third * crossEntropySlope;
        if (_differentiatesFocus)
        {
            V miss = Miss(t, down, unclipped);
            V least = V.Create(FocusPower.LeastBase);
            V missSlope = V.FusedNegateMultiplyAdd(t, slope, negative * V.AndNot(slope, isClipped));
            V relative = V.AndNot(_power.Exponent(t) * missSlope / V.Max(least, miss), V.LessThan(miss, least));
            gradient = V.FusedMultiplyAdd(third * relative, second, gradient);
        }

        V isNumber = V.Equal(x, x);
        gradient = V.Select(isNumber, zero - gradient, x);
        return V.Select(isNumber, zero - (third * second), x);
    }

    /// <remarks>
    /// Without a clip it is softplus(y) = max(y, 0) - ln(1 - h), where h is the lesser of sigmoid(y) and 1 - sigmoid(y). For large y, h loses digits, but
    /// is small beside y. With a clip it is -ln(1 - u), where 1 - u is at least the clip.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V CrossEntropy<V>(V signed, V magnitude, V t)
        where V : struct, IVector<V>
    {
        V zero = V.Create(0);
        V wrong = V.Min(V.Create(1) - magnitude, magnitude);
        V linear = V.Max(zero, signed);
        if (_clip > 0)
        {
            V isPositive = V.Equal(t, V.Create(1));
            wrong = V.Select(isPositive, wrong, Unclipped(magnitude));
            linear = V.And(linear, isPositive);
        }

        return V.Min(V.Create(-_leastLogarithm), linear - ShortElementary.LogOfRest(wrong));
    }

    /// <remarks>
    /// With the base u of the focus and the derivative u' in y, which is q (1 - q) unless clipped, the derivative of u^g bce is
    /// u^g (u' / (1 - u) + g u' bce / u). Without a clip, u is q, and that is u^g (q + g (1 - q) bce). No term is negative. The first one vanishes where the
    /// cross-entropy is bounded.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SignedLoss<V>(V signed, V crossEntropy, V magnitude, V rest, V t, out V slope)
        where V : struct, IVector<V>
    {
        V isPositive = V.Equal(t, V.Create(1));
        V gamma = _differentiatesFocus ? _power.Exponent(t) * crossEntropy : V.Create(0);
        V wrong = magnitude;
        slope = V.FusedMultiplyAdd(gamma, rest, V.And(magnitude, V.LessThan(crossEntropy, V.Create(-_leastLogarithm))));
        if (_clip > 0)
        {
            V unclipped = Unclipped(magnitude);
            V right = V.Create(1) - unclipped;

            // Where all is clipped, the cross-entropy is zero and so is the numerator.
            V clippedSlope = magnitude * rest * V.FusedMultiplyAdd(gamma, right, unclipped) / V.Max(V.Create(FocusPower.LeastBase), unclipped * right);
            slope = V.Select(isPositive, slope, clippedSlope);
            wrong = V.Select(isPositive, magnitude, unclipped);
        }

        V focus = _power.Whole(wrong, isPositive);
        slope *= focus;
        return focus * crossEntropy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V ClippedCrossEntropy<V, TExact>(V x, V t, V e)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        V zero = V.Create(0);
        V one = V.Create(1);
        V up = LogitFormula.Sigmoid(x, e, out V down);
        V shift = zero - V.Min(Unclipped(up), V.Create(1 - (_epsilon / 2)));

        // At targets 0 and 1 a single logarithm of q (1 + r) is enough. At 1 it is that of s, written as 1 - sigmoid(-x) where s is more than a half.
        V isNegative = V.LessThan(x, zero);
        V isPositive = V.Equal(t, one);
        V q = V.Select(V.And(isPositive, isNegative), up, one);
        V r = V.Select(isPositive, V.AndNot(zero - down, isNegative), shift);
        V logarithm = typeof(TExact) == typeof(Yes) ? Elementary.LogOfProduct(q, r) : ShortElementary.LogOfProduct(q, r);
        V hard = V.Max(V.Create(_leastLogarithm), logarithm);
        V soft = V.AndNot(t, isPositive);
        return V.AnyBit(soft) ? V.Select(V.Equal(soft, zero), hard, SoftCrossEntropy<V, TExact>(this, x, t, e, shift)) : hard;
    }

    /// <remarks>Not inlined, so that it does not use up the JIT's inlining budget for the common case.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V SoftCrossEntropy<V, TExact>(AsymmetricFormula formula, V x, V t, V e, V shift)
        where V : struct, IVector<V>
        where TExact : struct, IFlag => formula.CrossEntropy<V, TExact>(x, t, e, shift);

    /// <summary>t ln max(s, eps) + (1 - t) ln max(n, eps), where n = 1 + shift if there is a clip.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V CrossEntropy<V, TExact>(V x, V t, V e, V shift)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        // Bounding a logarithm is bounding its argument. Without a clip the logarithms are those of sigmoids, -softplus, and keep all digits.
        V zero = V.Create(0);
        V least = V.Create(_leastLogarithm);
        V rest = typeof(TExact) == typeof(Yes) ? Elementary.Log1POfUnit(e) : ShortElementary.Log1POfUnit(e);
        V logUp = zero - (V.Max(zero, zero - x) + rest);
        V logDown = zero - (V.Max(zero, x) + rest);
        if (_clip > 0)
        {
            logDown = typeof(TExact) == typeof(Yes) ? Elementary.Log1P(shift) : ShortElementary.Log1P(shift);
        }

        return V.FusedMultiplyAdd(t, V.Max(least, logUp), (V.Create(1) - t) * V.Max(least, logDown));
    }

    /// <summary>1 - n = max(sigmoid(x) - clip, 0), computed without subtracting from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Unclipped<V>(V up)
        where V : struct, IVector<V> => V.Max(V.Create(0), up - V.Create(_clip));

    /// <summary>The focus's base 1 - s t - n (1 - t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Miss<V>(V t, V down, V unclipped)
        where V : struct, IVector<V> => V.FusedMultiplyAdd(t, down, (V.Create(1) - t) * unclipped);
}
