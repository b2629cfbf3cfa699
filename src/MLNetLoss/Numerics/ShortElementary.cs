using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

/// <summary>
/// The functions of <see cref="Elementary"/> in double precision, with a relative error of 2e-14 instead of a unit in the last place. Results that
/// are summed or rounded to float do not need the last two digits, which would cost a fifth to two fifths of the time.
/// </summary>
/// <remarks>
/// The methods are the same, with fewer terms and without the second parts of constants. Polynomials are evaluated as two interleaved Horner
/// schemes; Estrin's scheme would need each coefficient in a register of its own, or another load for each. The coefficients come from
/// benchmarks/coefficients.py.
/// </remarks>
internal static class ShortElementary
{
    private const double Ln2 = 0.6931471805599453;

    private const ulong One = 0x3FF0000000000000;

    private const ulong OneLessRootOfHalf = One - 0x3FE6A09E667F3BCD;

    /// <summary>e to the x, for x &lt;= 0; the error grows by 3e-17 for each unit of x. NaN gives NaN.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpNonPositive<V>(V x)
        where V : struct, IVector<V>
    {
        V clamped = V.Max(V.Create(-709), x);
        V magic = V.Create(6755399441055744.0 + 1023);
        V shifted = V.FusedMultiplyAdd(clamped, V.Create(1.4426950408889634), magic);
        V r = V.FusedMultiplyAdd(shifted - magic, V.Create(-Ln2), clamped);
        V r2 = r * r;
        V even = V.FusedMultiplyAdd(r2, V.Create(2.761379555451986e-07), V.Create(2.4801536409064087e-05));
        V odd = V.FusedMultiplyAdd(r2, V.Create(2.7625102005388108e-06), V.Create(0.0001984120875699232));
        even = V.FusedMultiplyAdd(even, r2, V.Create(0.0013888888905871347));
        odd = V.FusedMultiplyAdd(odd, r2, V.Create(0.008333333353717156));
        even = V.FusedMultiplyAdd(even, r2, V.Create(0.041666666666651364));
        odd = V.FusedMultiplyAdd(odd, r2, V.Create(0.16666666666648303));
        even = V.FusedMultiplyAdd(even, r2, V.Create(0.5));
        V q = V.FusedMultiplyAdd(V.FusedMultiplyAdd(odd, r, even), r2, r) + V.Create(1);
        return q * V.ShiftLeft(shifted, 52);
    }

    /// <summary>ln x for positive normal x, not NaN.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, IVector<V>
    {
        // x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)): the exponent is subtracted as an integer.
        V shifted = V.AddBits(x, V.CreateBits(OneLessRootOfHalf));
        V exponent = V.SubtractBits(V.And(shifted, V.CreateBits(0xFFF0000000000000)), V.CreateBits(One));
        return NearOne(V.SubtractBits(x, exponent) - V.Create(1), Exponent(V.ShiftRight(shifted, 52)));
    }

    /// <summary>ln(q (1 + r)) for positive, normal q (1 + r), even if q = 1 and r is tiny.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOfProduct<V>(V q, V r)
        where V : struct, IVector<V>
    {
        V biased = V.ShiftRight(V.AddBits(V.FusedMultiplyAdd(q, r, q), V.CreateBits(OneLessRootOfHalf)), 52);
        V scaled = q * V.ShiftLeft(V.SubtractBits(V.CreateBits(2046), biased), 52);
        return NearOne(V.FusedMultiplyAdd(scaled, r, scaled - V.Create(1)), Exponent(biased));
    }

    /// <summary>ln(1 + x) for x &gt; -1 with normal 1 + x, even for tiny x.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1P<V>(V x)
        where V : struct, IVector<V> => LogOfProduct(V.Create(1), x);

    /// <summary>ln(1 - x) for x in [0, 1), even for tiny x; for x = 1 some number below -700.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOfRest<V>(V x)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V biased = V.ShiftRight(V.AddBits(one - x, V.CreateBits(OneLessRootOfHalf)), 52);
        V scale = V.ShiftLeft(V.SubtractBits(V.CreateBits(2046), biased), 52);
        return NearOne(V.FusedNegateMultiplyAdd(scale, x, scale - one), Exponent(biased));
    }

    /// <summary>ln(1 + x) for x in [0, 1]. NaN gives NaN.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1POfUnit<V>(V x)
        where V : struct, IVector<V>
    {
        // With s at most 1/3: two more terms than NearOne, but x needs no reduction to a smaller range.
        return TwiceArtanh(x / (x + V.Create(2)));
    }

    /// <summary>2 artanh s, which is ln((1 + s) / (1 - s)), for s in [0, 1/3]. NaN gives NaN.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V TwiceArtanh<V>(V s)
        where V : struct, IVector<V>
    {
        V z = s * s;
        V z2 = z * z;
        V even = V.FusedMultiplyAdd(z2, V.Create(0.12153361830054052), V.Create(0.18175687570070126));
        V odd = V.FusedMultiplyAdd(z2, V.Create(0.1780828619579233), V.Create(0.1549981932800968));
        even = V.FusedMultiplyAdd(even, z2, V.Create(0.28571426112416837));
        odd = V.FusedMultiplyAdd(odd, z2, V.Create(0.22222397892023063));
        even = V.FusedMultiplyAdd(even, z2, V.Create(0.6666666666665532));
        odd = V.FusedMultiplyAdd(odd, z2, V.Create(0.40000000013063114));
        return V.FusedMultiplyAdd(s * z, V.FusedMultiplyAdd(odd, z, even), s + s);
    }

    /// <summary>ln a for a normal a, which is 1 - y for y in [0, 1), even for tiny y, and -y for negative y; for y = 1 some number below -700.</summary>
    /// <typeparam name="V">A vector of doubles.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOfEither<V>(V y, V a)
        where V : struct, IVector<V>
    {
        V biased = V.ShiftRight(V.AddBits(a, V.CreateBits(OneLessRootOfHalf)), 52);
        V scale = V.ShiftLeft(V.SubtractBits(V.CreateBits(2046), biased), 52);
        V scaleOfOne = V.AndNot(scale, V.LessThan(y, V.Create(0)));
        return NearOne(V.FusedNegateMultiplyAdd(scale, y, scaleOfOne - V.Create(1)), Exponent(biased));
    }

    /// <summary>The exponent as a number: or-ed into the low bits of 2^52, then 2^52 + bias is subtracted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponent<V>(V biased)
        where V : struct, IVector<V> => V.Or(biased, V.CreateBits(0x4330000000000000)) - V.Create(4503599627370496.0 + 1023);

    /// <summary>k ln 2 + ln(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NearOne<V>(V f, V k)
        where V : struct, IVector<V>
    {
        V s = f / (f + V.Create(2));
        V z = s * s;
        V z2 = z * z;
        V even = V.FusedMultiplyAdd(z2, V.Create(0.18140193802865992), V.Create(0.2857142413832416));
        V odd = V.FusedMultiplyAdd(z2, V.Create(0.16621817152858928), V.Create(0.22222862280108716));
        even = V.FusedMultiplyAdd(even, z2, V.Create(0.6666666666666208));
        odd = V.FusedMultiplyAdd(odd, z2, V.Create(0.40000000011206505));
        V rest = V.FusedMultiplyAdd(s * z, V.FusedMultiplyAdd(odd, z, even), s + s);
        return V.FusedMultiplyAdd(k, V.Create(Ln2), rest);
    }
}
