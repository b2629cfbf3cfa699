using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Binary cross-entropy of a logit x: (1 - t) softplus(x) + p t softplus(-x).</summary>
/// <remarks>
/// With e = exp(-|x|), softplus(x) is max(x, 0) + log1p(e) and sigmoid(x) is 1 / (1 + e) or e / (1 + e), so one exponential serves
/// both signs, loss and gradient, and nothing cancels for targets 0 and 1.
/// </remarks>
internal readonly struct LogitFormula : IElementFormula, IPlainSum
{
    public static bool SingleIsEnough => true;

    public static bool TakesSoftTargets => true;

    public static unsafe bool TakesInputs(float* inputs, int count) => RangeCheck.AreModerate(inputs, count);

    // Factors are at most 2, and a block has 512 elements a lane.
    public static int FlushInterval => 512;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Loss<V>(V x, V t, V p)
        where V : struct, IVector<V>
    {
        V magnitude = V.Abs(x);
        return Loss(x, magnitude, Elementary.ExpNonPositive(V.Create(0) - magnitude), V.Create(1) - t, p * t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LossAndGradient<V>(V x, V t, V p, out V gradient)
        where V : struct, IVector<V>
    {
        V magnitude = V.Abs(x);
        V e = Elementary.ExpNonPositive(V.Create(0) - magnitude);
        V negative = V.Create(1) - t;
        V positive = p * t;
        gradient = Gradient(x, e, negative, positive);
        return Loss(x, magnitude, e, negative, positive);
    }

    /// <remarks>
    /// The logarithm is taken of the product of all 1 + e, kept as product - 1 so that tiny e keep their digits: one logarithm for
    /// hundreds of elements. Of a target 0 or 1 the loss is softplus(y) with y = x or -x, and the linear part is exact.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Accumulate<V, THard>(V x, V t, ref V sum, ref V product, ref V rest)
        where V : struct, IVector<V>
        where THard : struct, IFlag
    {
        V one = V.Create(1);
        V zero = V.Create(0);
        V e = Elementary.ExpOfModerate<V, THard>(V.Abs(x));
        rest = V.FusedMultiplyAdd(e, one + rest, rest);
        if (!THard.IsSet)
        {
            sum += V.FusedNegateMultiplyAdd(x, t, V.Max(zero, x));
            return Gradient(x, e, one - t, t);
        }

        V sign = V.And(zero - t, V.CreateBits(0x8000000000000000));
        V y = V.Xor(x, sign);
        sum += V.Max(zero, y);
        return V.Xor(V.Select(V.LessThan(y, zero), e, one) / (one + e), sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Flush<V>(V product, V rest)
        where V : struct, IVector<V> => Elementary.Log1P(rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Loss<V>(V x, V magnitude, V e, V negative, V positive)
        where V : struct, IVector<V>
    {
        // |x| counts for the side that is wrong; where that side's share is zero, an infinite |x| must not make 0 * infinity.
        V zero = V.Create(0);
        V wrong = V.Select(V.LessThan(x, zero), positive, negative);
        V linear = wrong * V.AndNot(magnitude, V.Equal(wrong, zero));
        return V.FusedMultiplyAdd(Elementary.Log1POfUnit(e), negative + positive, linear);
    }

    /// <summary>((1 - t) sigmoid(x) - p t sigmoid(-x)), over one denominator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Gradient<V>(V x, V e, V negative, V positive)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V isNegative = V.LessThan(x, V.Create(0));
        V up = V.Select(isNegative, e, one);
        V down = V.Select(isNegative, one, e);
        return V.FusedNegateMultiplyAdd(positive, down, negative * up) / (one + e);
    }
}
