using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Binary cross-entropy of a logit x: (1 - t) softplus(x) + p t softplus(-x).</summary>
/// <remarks>
/// With e = exp(-|x|), softplus(x) is max(x, 0) + log1p(e) and sigmoid(x) is 1 / (1 + e) or e / (1 + e), so one exponential serves
/// both signs, loss and gradient, and nothing cancels for targets 0 and 1.
/// </remarks>
internal readonly struct LogitFormula : IElementFormula, IProductForm, ISignedForm
{
    /// <summary>Products are not used for inputs of a larger magnitude.</summary>
    private const float LargestInput = 160;

    /// <summary>The exponent that plain products start at; there is still room below it for many small denominators.</summary>
    private const int PlainStart = -950;

    /// <summary>The exponent that careful products start at, with room below for the smallest exponential.</summary>
    private const int CarefulStart = -500;

    public static bool SingleIsEnough => true;

    public static int Steps => 2;

    public static bool TakesSoftTargets => true;

    public static bool ReadsTarget => false;

    public static bool ReadsRest => false;

    public bool CanSign => true;

    /// <remarks>
    /// exp(-300) is negligible beside the exp(-160) of the least input in a product. A much smaller number would make scaled gradients subnormal, which
    /// slows the loop: with a tenth of the elements missing, it took twice as long with -700.
    /// </remarks>
    public static float Filler => -300;

    /// <remarks>
    /// A product of 96 factors stays in range if they have up to 20 binary digits on average, eight of which are common factors. If not,
    /// it becomes infinite, since every factor is above 1.
    /// For exp(704.9) <see cref="FractionExp{V, TExact}"/> gives a numerator whose exponent is that of NaN: 2^1017 times the common factor of more than
    /// 2^7. It does so from 704.2 on, and below that all is well.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TryStream<F, D, TMissing>(in Block<float> block, in ProductScratch scratch, float* gradient, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TMissing : struct, IFlag =>
        ProductStream.TryTake<LogitFormula, F, D, TMissing>(block, scratch, gradient, product: 96, greatestInput: 704.9f, out sum);

    /// <summary>sigmoid(x) and sigmoid(-x), given e = exp(-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x, V e, out V opposite)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V isNegative = V.LessThan(x, V.Create(0));
        V small = e / (one + e);
        V large = one - small;
        opposite = V.Select(isNegative, large, small);
        return V.Select(isNegative, small, large);
    }

    /// <summary>exp(-|x|), then softplus(-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag
    {
        if (typeof(TStep) == typeof(FirstStep))
        {
            V exponent = V.Create(0) - V.Abs(x);
            return typeof(TExact) == typeof(Yes) ? Elementary.ExpNonPositive(exponent) : ShortElementary.ExpNonPositive(exponent);
        }

        return typeof(TExact) == typeof(Yes) ? Elementary.Log1POfUnit(first) : ShortElementary.Log1POfUnit(first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V>
    {
        V negative = V.Create(1) - t;
        V positive = p * t;
        return Loss(x, second, V.Select(V.LessThan(x, V.Create(0)), positive, negative), negative + positive);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V isNegative = V.LessThan(x, V.Create(0));
        V negative = one - t;
        V positive = p * t;
        V both = negative + positive;
        V wrong = V.Select(isNegative, positive, negative);

        // The shares of the target on x's side and on the other are multiplied by sigmoid(-|x|) and sigmoid(|x|); nothing cancels at targets 0 and 1.
        V small = first / (one + first);
        V magnitude = V.FusedNegateMultiplyAdd(both - wrong, small, wrong * (one - small));
        gradient = V.Xor(magnitude, V.And(isNegative, V.CreateBits(V.IsDouble ? 1UL << 63 : 1UL << 31)));
        return Loss(x, second, wrong, both);
    }

    /// <remarks>
    /// A denominator d is below 2^8.3, so a factor n + d is below 2^(1.5 y + 9.3), and products start far below 1. A NaN fails the comparison.
    /// </remarks>
    public static int LongestProduct(float lowest, float highest)
    {
        float most = Math.Max(-lowest, highest);
        int exponents = (NeedsCare(lowest, highest) ? -CarefulStart : -PlainStart) + 1000;
        return most <= LargestInput ? (int)(exponents / ((1.5f * most) + 9.3f)) : 0;
    }

    public static bool RangesOverSigned => true;

    /// <remarks>
    /// Only if the sign of every input is right. One wrong sign makes the sum at least ln 2, beside which the digits of tiny losses do not matter.
    /// </remarks>
    public static bool NeedsCare(float lowest, float highest) => !(highest >= 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void WriteConstants<V, TSoft>(double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag => new FractionExp<V, TSoft>(constants).Write();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Begin<V, TSoft>(V signed, double* constants, out V second)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
    {
        second = new FractionExp<V, TSoft>(constants).Shift(signed);
        return signed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Reduce<V, TSoft>(V first, V second, double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag => new FractionExp<V, TSoft>(constants).Reduce(first, second);

    /// <remarks>Soft targets need the exact exponential, since the gradient near its zero is a small difference.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Prepare<V, TSoft>(V first, V second, double* constants, out V prepared)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag => new FractionExp<V, TSoft>(constants).Fraction(first, second, out prepared);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V, TCareful>(V first, V second, V scale, ref V over, ref V under, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        denominator = Multiply<V, TCareful>(first, second, ref over, ref under);
        return first * scale;
    }

    /// <remarks>
    /// With s the distance of t from the nearer of 0 and 1 and y the signed input, the loss is softplus(y) - s y, in which nothing cancels as s &lt;= 1/2.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V TakeSoft<V, TCareful>(V first, V second, V signed, V distance, V scale, ref V over, ref V under, ref V sum, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        denominator = Multiply<V, TCareful>(first, second, ref over, ref under);
        sum = V.FusedNegateMultiplyAdd(distance, signed, sum);
        return V.FusedNegateMultiplyAdd(distance, denominator, first) * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Start<V, TCareful>(out V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        under = V.CreateBits((ulong)(1023 + (TCareful.IsSet ? CarefulStart : PlainStart)) << 52);
        return TCareful.IsSet ? V.Create(0) : under;
    }

    public static bool LossIsLogarithm<TCareful>()
        where TCareful : struct, IFlag => !TCareful.IsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Loss<V, TCareful>(V over, V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag => Elementary.Log1P(over / under);

    /// <remarks>
    /// softplus(y) is max(y, 0) + softplus(-|y|), and the latter is -ln(1 - h) = 2 atanh(h / (2 - h)), where h is the lesser of sigmoid(y), which the
    /// magnitude is, and 1 - sigmoid(y). For large y, h loses digits, but is small beside y.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V CrossEntropy<V>(V signed, V magnitude, V t)
        where V : struct, IVector<V>
    {
        V h = V.Min(V.Create(1) - magnitude, magnitude);
        return ShortElementary.TwiceArtanh(h / (V.Create(2) - h)) + V.Max(V.Create(0), signed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SignedLoss<V>(V signed, V crossEntropy, V magnitude, V rest, V t, out V slope)
        where V : struct, IVector<V>
    {
        slope = magnitude;
        return crossEntropy;
    }

    /// <summary>Multiplies (n + d) / d into the products. Returns n + d.</summary>
    /// <remarks>
    /// At a target of 0 or 1 the loss is softplus(y) = ln(1 + exp(y)), where y is the signed input and exp(y) = n / d. The product of all (n + d) / d
    /// is kept as two: that of all n + d, and that of all d. The careful variant keeps their difference instead of the former, a sum of positive terms,
    /// so that tiny exp(y) keep their digits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Multiply<V, TCareful>(V first, V second, ref V over, ref V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        V both = first + second;
        over = TCareful.IsSet ? V.FusedMultiplyAdd(over, both, under * first) : over * both;
        under *= second;
        return both;
    }

    /// <summary>wrong |x| + both softplus(-|x|), given the weighted share of the target that x has the wrong sign for, and that of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Loss<V>(V x, V softplus, V wrong, V both)
        where V : struct, IVector<V>
    {
        // Where the share is zero, an infinite |x| must not give 0 * infinity.
        V linear = wrong * V.AndNot(V.Abs(x), V.Equal(wrong, V.Create(0)));
        return V.FusedMultiplyAdd(softplus, both, linear);
    }
}
