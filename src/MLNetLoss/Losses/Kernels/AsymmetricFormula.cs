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
    private readonly double _gammaNegative = gammaNegative;
    private readonly double _gammaPositive = gammaPositive;
    private readonly double _clip = clip;
    private readonly double _epsilon = epsilon;
    private readonly bool _differentiatesFocus = differentiatesFocus;

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
        V zero = V.Create(0);
        V e = Elementary.ExpNonPositive(zero - V.Min(V.Abs(x), V.Create(700)));
        V isNegative = V.LessThan(x, zero);
        V up = V.Select(isNegative, e, one) / (one + e);
        V down = V.Select(isNegative, one, e) / (one + e);
        V slope = up * down;

        // 1 - n = max(sigmoid(x) - clip, 0), without the detour over 1.
        V unclipped = V.Max(zero, up - V.Create(_clip));
        V isClipped = V.Equal(unclipped, zero);
        V epsilon = V.Create(_epsilon);
        V negative = one - t;

        // Of the least argument the logarithm is constant. Where nothing is shifted, logarithms are softplus, with all digits.
        V rest = Elementary.Log1POfUnit(e);
        V least = V.Create(Math.Log(_epsilon));
        V logUp = V.Max(least, zero - (V.Max(zero, zero - x) + rest));
        V argument = down;
        V logDown;
        if (_clip > 0)
        {
            argument = one - unclipped;
            logDown = V.Max(least, Elementary.Log1P(zero - V.Min(unclipped, V.Create(1 - (_epsilon / 2)))));
        }
        else
        {
            logDown = V.Max(least, zero - (V.Max(zero, x) + rest));
        }

        V crossEntropy = V.FusedMultiplyAdd(t, logUp, negative * logDown);
        V upSlope = V.AndNot(slope / up, V.LessThan(up, epsilon));
        V downSlope = V.AndNot(V.AndNot(slope / V.Max(epsilon, argument), V.LessThan(argument, epsilon)), isClipped);
        V crossEntropySlope = V.FusedNegateMultiplyAdd(negative, downSlope, t * upSlope);

        V miss = V.FusedMultiplyAdd(t, down, negative * unclipped);
        V exponent = V.FusedMultiplyAdd(t, V.Create(_gammaPositive), negative * V.Create(_gammaNegative));
        V isSure = V.LessThan(miss, V.Create(1e-300));
        V power = Elementary.ExpNonPositive(exponent * V.Min(Elementary.Log(V.Max(V.Create(1e-300), miss)), zero));
        V focus = V.AndNot(power, isSure);
        gradient = focus * crossEntropySlope;
        if (_differentiatesFocus)
        {
            V missSlope = V.FusedNegateMultiplyAdd(t, slope, negative * V.AndNot(slope, isClipped));
            V relative = V.AndNot(exponent * missSlope / V.Max(V.Create(1e-300), miss), isSure);
            gradient = V.FusedMultiplyAdd(focus * relative, crossEntropy, gradient);
        }

        V isNumber = V.Equal(x, x);
        gradient = V.Select(isNumber, zero - gradient, x);
        return V.Select(isNumber, zero - (focus * crossEntropy), x);
    }
}
