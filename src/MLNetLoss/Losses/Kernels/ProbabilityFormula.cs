using System.Diagnostics;
using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Binary cross-entropy of a probability x: -(1 - t) max(log1p(-x), -100) - p t max(ln x, -100), the clamps being PyTorch's.</summary>
/// <remarks>
/// The gradient is PyTorch's as well, ((1 - t) x - p t (1 - x)) / max((1 - x) x, 1e-12), which is not zero where the loss is clamped.
/// </remarks>
internal readonly struct ProbabilityFormula : IElementFormula, IProductForm, ISignedForm
{
    /// <summary>PyTorch's lower bound of a logarithm.</summary>
    private const double LeastLogarithm = -100;

    /// <summary>exp(-100): the lower bound of an argument, which clamps its logarithm at -100.</summary>
    private const double SmallestArgument = 3.720075976020836e-44;

    /// <summary>PyTorch's lower bound of the gradient's denominator.</summary>
    private const double SmallestDenominator = 1e-12;

    /// <summary>Factors are at least 2^-145, because exp(-100) is.</summary>
    private const int LargestExponent = 145;

    public static bool SingleIsEnough => true;

    public static int Steps => 2;

    public static bool TakesSoftTargets => false;

    public static float Filler => 0;

    public static bool ReadsTarget => false;

    public static bool ReadsRest => false;

    public bool CanSign => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TryStream<F, D, TMissing>(in Block<float> block, in ProductScratch scratch, float* gradient, out double sum)
        where F : struct, IVector<F>
        where D : struct, IVector<D>
        where TMissing : struct, IFlag => ProbabilityStream.TryTake<F, D, TMissing>(block, scratch, gradient, out sum);

    /// <summary>ln x and ln(1 - x), at least -100.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<V, TStep, TExact>(V x, V t, V first)
        where V : struct, IVector<V>
        where TStep : struct, IStep
        where TExact : struct, IFlag =>
        typeof(TStep) == typeof(FirstStep) ? Log<V, TExact>(x) : LogOfRest<V, TExact>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p, V first, V second, V third)
        where V : struct, IVector<V> => Loss(first, second, V.Create(1) - t, p * t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, V first, V second, V third, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V negative = one - t;
        V positive = p * t;
        gradient = V.FusedNegateMultiplyAdd(positive, one - x, negative * x) / Denominator(x);
        return Loss(first, second, negative, positive);
    }

    /// <remarks>Inputs must not be zero: a signed zero does not say which target it has. Only clamped factors can then be as small as 2^-145.</remarks>
    public static int LongestProduct(float lowest, float highest)
    {
        if (!(lowest > 0 && highest <= 1))
        {
            return 0;
        }

        float least = Math.Min(lowest, 1 - highest);
        return 1000 / -Math.Max(-LargestExponent, least == 0 ? -LargestExponent : Math.ILogB(least));
    }

    public static bool RangesOverSigned => false;

    public static bool NeedsCare(float lowest, float highest) => !(lowest >= SmallestDenominator && highest < 1);

    public static unsafe void WriteConstants<V, TSoft>(double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
    {
    }

    /// <remarks>Gives 1 - a and a, where the loss is -ln a: a is 1 - x at target 0 and x at target 1, where the signed input is -x.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Begin<V, TSoft>(V signed, double* constants, out V second)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
    {
        V isPositive = V.LessThan(signed, V.Create(0));
        V one = V.Create(1);
        second = V.AndNot(one, isPositive) - signed;
        return signed + V.And(one, isPositive);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Reduce<V, TSoft>(V first, V second, double* constants)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag => first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Prepare<V, TSoft>(V first, V second, double* constants, out V prepared)
        where V : struct, IVector<V>
        where TSoft : struct, IFlag
    {
        prepared = second;
        return first;
    }

    /// <remarks>
    /// Keeps the product P of all a and, beside it, 1 - P as a sum of positive terms, so that tiny 1 - a keep their digits. The derivative's
    /// magnitude is 1 / a. Where x (1 - x) is below 1e-12, one of the factors is below it too, and the magnitude is the other factor over 1e-12.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Take<V, TCareful>(V first, V second, V scale, ref V over, ref V under, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        over = V.FusedMultiplyAdd(first, under, over);
        if (!TCareful.IsSet)
        {
            under *= second;
            denominator = second;
            return scale;
        }

        under *= V.Max(V.Create(SmallestArgument), second);
        denominator = V.Max(V.Create(SmallestDenominator), second);
        return V.Min(V.Create(1), first * V.Create(1 / SmallestDenominator)) * scale;
    }

    public static V TakeSoft<V, TCareful>(V first, V second, V signed, V distance, V scale, ref V over, ref V under, ref V sum, out V denominator)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag => throw new UnreachableException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Start<V, TCareful>(out V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag
    {
        under = V.Create(1);
        return V.Create(0);
    }

    public static bool LossIsLogarithm<TCareful>()
        where TCareful : struct, IFlag => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Loss<V, TCareful>(V over, V under)
        where V : struct, IVector<V>
        where TCareful : struct, IFlag => Elementary.Log1P(over / under);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe V CrossEntropy<V>(V signed, V magnitude, V t)
        where V : struct, IVector<V>
    {
        Begin<V, No>(signed, null, out V second);
        return V.Min(V.Create(-LeastLogarithm), V.Create(0) - ShortElementary.LogOfEither(signed, second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SignedLoss<V>(V signed, V crossEntropy, V magnitude, V rest, V t, out V slope)
        where V : struct, IVector<V>
    {
        slope = magnitude;
        return crossEntropy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Loss<V>(V log, V logOfRest, V negative, V positive)
        where V : struct, IVector<V> =>
        V.FusedNegateMultiplyAdd(positive, log, V.FusedNegateMultiplyAdd(negative, logOfRest, V.Create(0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log<V, TExact>(V x)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        V log;
        if (typeof(TExact) == typeof(No))
        {
            log = ShortElementary.Log(V.Max(V.Create(SmallestArgument), x));
        }
        else if (V.IsDouble)
        {
            log = Elementary.Log(V.Max(V.Create(SmallestArgument), x));
        }
        else
        {
            // Subnormal floats, as exp(-100) is one, are scaled by 2^24 before the logarithm.
            V small = V.LessThan(x, V.Create(1.17549435e-38));
            log = Elementary.Log(V.Select(small, x * V.Create(16777216), x)) - V.And(small, V.Create(24 * 0.6931471805599453));
        }

        return V.Max(V.Create(LeastLogarithm), log);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOfRest<V, TExact>(V x)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        V least = V.Create(LeastLogarithm);
        if (typeof(TExact) == typeof(No))
        {
            // ln(0) comes out as -711.
            return V.Max(least, ShortElementary.LogOfRest(x));
        }

        // At x = 1, Log1P(-1) gives a meaningless number.
        return V.Select(V.LessThan(x, V.Create(1)), Elementary.Log1P(V.Create(0) - x), least);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Denominator<V>(V x)
        where V : struct, IVector<V> => V.Max(V.Create(SmallestDenominator), V.FusedNegateMultiplyAdd(x, x, x));
}
