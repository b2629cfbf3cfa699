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
/// <param name="differentiatesFocus">Whether the focus counts as a function of x, and not as a constant, in the gradient.</param>
internal readonly struct AsymmetricFormula(double gammaNegative, double gammaPositive, double clip, double epsilon, bool differentiatesFocus)
    : IElementFormula
{
    /// <summary>Below this the focus's base counts as 0.</summary>
    private const double LeastMiss = 1e-300;

    private readonly double _gammaNegative = gammaNegative;
    private readonly double _gammaPositive = gammaPositive;
    private readonly double _clip = clip;
    private readonly double _epsilon = epsilon;
    private readonly double _leastLogarithm = Math.Log(epsilon);
    private readonly bool _differentiatesFocus = differentiatesFocus;

    /// <inheritdoc cref="FocalFormula.SingleIsEnough"/>
    public static bool SingleIsEnough => false;

    public static int Steps => 3;

    /// <summary>exp(-|x|), t ln max(s, eps) + (1 - t) ln max(n, eps), ln(1 - s t - n (1 - t)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep>(V x, V t, V first, V second)
        where V : struct, IVector<V>
        where TStep : struct, IStep
    {
        if (TStep.Index == 0)
        {
            return default(LogitFormula).Step<V, TStep>(V.Min(V.Abs(x), V.Create(700)), t, first, second);
        }

        if (TStep.Index == 1)
        {
            return CrossEntropy(x, t, first);
        }

        V unclipped = Unclipped(x, first, out _, out V down);
        return Elementary.Log(V.Max(V.Create(LeastMiss), Miss(t, down, unclipped)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V> => LossAndGradient(x, t, p, first, second, third, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V>
    {
        V zero = V.Create(0);
        V unclipped = Unclipped(x, first, out V up, out V down);
        V slope = up * down;
        V isClipped = V.Equal(unclipped, zero);
        V epsilon = V.Create(_epsilon);
        V negative = V.Create(1) - t;
        V argument = Argument(down, unclipped);
        V upSlope = V.AndNot(slope / up, V.LessThan(up, epsilon));
        V downSlope = V.AndNot(V.AndNot(slope / V.Max(epsilon, argument), V.LessThan(argument, epsilon)), isClipped);
        V crossEntropySlope = V.FusedNegateMultiplyAdd(negative, downSlope, t * upSlope);

        V miss = Miss(t, down, unclipped);
        V isSure = V.LessThan(miss, V.Create(LeastMiss));
        V exponent = V.FusedMultiplyAdd(t, V.Create(_gammaPositive), negative * V.Create(_gammaNegative));
        V focus = V.AndNot(Elementary.ExpNonPositive(exponent * V.Min(third, zero)), isSure);
        gradient = focus * crossEntropySlope;
        if (_differentiatesFocus)
        {
            V missSlope = V.FusedNegateMultiplyAdd(t, slope, negative * V.AndNot(slope, isClipped));
            V relative = V.AndNot(exponent * missSlope / V.Max(V.Create(LeastMiss), miss), isSure);
            gradient = V.FusedMultiplyAdd(focus * relative, second, gradient);
        }

        V isNumber = V.Equal(x, x);
        gradient = V.Select(isNumber, zero - gradient, x);
        return V.Select(isNumber, zero - (focus * second), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V CrossEntropy<V>(V x, V t, V e)
        where V : struct, IVector<V>
    {
        // Of the least argument the logarithm is constant. Where nothing is shifted, logarithms are softplus, with all digits.
        V zero = V.Create(0);
        V least = V.Create(_leastLogarithm);
        V rest = Elementary.Log1POfUnit(e);
        V logUp = zero - (V.Max(zero, zero - x) + rest);
        V logDown = _clip > 0
            ? Elementary.Log1P(zero - V.Min(Unclipped(x, e, out _, out _), V.Create(1 - (_epsilon / 2))))
            : zero - (V.Max(zero, x) + rest);
        return V.FusedMultiplyAdd(t, V.Max(least, logUp), (V.Create(1) - t) * V.Max(least, logDown));
    }

    /// <summary>n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Argument<V>(V down, V unclipped)
        where V : struct, IVector<V> => _clip > 0 ? V.Create(1) - unclipped : down;

    /// <summary>1 - n = max(sigmoid(x) - clip, 0), without the detour over 1; sigmoid(x) and sigmoid(-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Unclipped<V>(V x, V e, out V up, out V down)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V zero = V.Create(0);
        V isNegative = V.LessThan(x, zero);
        up = V.Select(isNegative, e, one) / (one + e);
        down = V.Select(isNegative, one, e) / (one + e);
        return V.Max(zero, up - V.Create(_clip));
    }

    /// <summary>The focus's base 1 - s t - n (1 - t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Miss<V>(V t, V down, V unclipped)
        where V : struct, IVector<V> => V.FusedMultiplyAdd(t, down, (V.Create(1) - t) * unclipped);
}
