using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Binary cross-entropy of a probability x: -(1 - t) max(log1p(-x), -100) - p t max(ln x, -100), the clamps being PyTorch's.</summary>
/// <remarks>
/// The gradient is PyTorch's too, ((1 - t) x - p t (1 - x)) / max((1 - x) x, 1e-12): it is not zero where the clamp acts on the loss.
/// </remarks>
internal readonly struct ProbabilityFormula : IElementFormula, IPlainSum
{
    /// <summary>exp(-100): an argument of the logarithm no smaller than this clamps it at -100.</summary>
    private const double SmallestArgument = 3.720075976020836e-44;

    public static bool SingleIsEnough => true;

    public static bool TakesSoftTargets => false;

    public static unsafe bool TakesInputs(float* inputs, int count) => true;

    // Factors are at least exp(-100), whose sixth power is 1e-261.
    public static int FlushInterval => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p)
        where V : struct, IVector<V>
    {
        V hundred = V.Create(100);
        V one = V.Create(1);
        V positive;
        V negative;
        if (V.IsDouble)
        {
            positive = V.Create(0) - Elementary.Log(V.Max(V.Create(SmallestArgument), x));
            negative = V.Create(0) - Elementary.Log1P(V.Max(V.Create(-1), V.Create(0) - x));
        }
        else
        {
            // exp(-100) is not a normal float: small ones are scaled up by 2^24 for the logarithm.
            V small = V.LessThan(x, V.Create(1.17549435e-38));
            V log = Elementary.Log(V.Select(small, x * V.Create(16777216), x));
            positive = V.And(small, V.Create(24 * 0.6931471805599453)) - log;
            negative = V.Create(0) - Elementary.Log1P(V.Create(0) - x);
        }

        // At x = 1 the logarithm of 0 was some large number.
        negative = V.Select(V.LessThan(x, one), negative, hundred);
        positive = V.Select(V.LessThan(positive, hundred), positive, hundred);
        return V.FusedMultiplyAdd(p * t, positive, (one - t) * negative);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, out V gradient)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V numerator = V.FusedNegateMultiplyAdd(p * t, one - x, (one - t) * x);
        gradient = numerator / Denominator(x);
        return Loss(x, t, p);
    }

    /// <remarks>
    /// Of a target 0 or 1 the loss is -ln a, with a = x or 1 - x. Arguments below 1/2 go into one product; those above, as a - 1 and so
    /// without losing digits near 1, into another kept as product - 1.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Accumulate<V, THard>(V x, V t, ref V sum, ref V product, ref V rest)
        where V : struct, IVector<V>
        where THard : struct, IFlag
    {
        V one = V.Create(1);
        V difference = x - t;
        V distance = V.Abs(difference);
        V argument = V.Abs(one - t - x);
        V small = V.LessThan(argument, V.Create(0.5));
        product *= V.Select(small, V.Max(V.Create(SmallestArgument), argument), one);
        rest = V.FusedNegateMultiplyAdd(V.AndNot(distance, small), one + rest, rest);
        return difference / Denominator(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Flush<V>(V product, V rest)
        where V : struct, IVector<V> => V.Create(0) - Elementary.LogOfProduct(product, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Denominator<V>(V x)
        where V : struct, IVector<V> => V.Max(V.Create(1e-12), V.FusedNegateMultiplyAdd(x, x, x));
}
