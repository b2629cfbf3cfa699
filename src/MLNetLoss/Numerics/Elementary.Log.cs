using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

internal static partial class Elementary
{
    /// <summary>ln(q (1 + r)) for positive, normal q (1 + r). The relative error is small even if q = 1 and r is tiny.</summary>
    /// <remarks>
    /// As in fdlibm's e_log.c (Sun Microsystems 1993; Tang 1990), q (1 + r) = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), and the result
    /// is k ln 2 + ln(1 + f), computed with an even polynomial in s = f / (2 + f). Unlike there, f is formed from q and r by one fused
    /// operation, so that nothing of a small r is lost. With r = 0 this is the logarithm, with q = 1 it is log1p.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogOfProduct<V>(V q, V r)
        where V : struct, IVector<V>
    {
        V v = V.FusedMultiplyAdd(q, r, q);

        // The biased exponent k + bias of v, rounded so that 1 + f is in [sqrt(1/2), sqrt(2)).
        int mantissaBits = V.IsDouble ? 52 : 23;
        V biased = V.ShiftRight(V.AddBits(v, V.CreateBits(V.IsDouble ? 0x3FF0000000000000u - 0x3FE6A09E667F3BCDu : 0x3F800000u - 0x3F3504F3u)), mantissaBits);

        // k as a floating-point number: or-ed into the low bits of 2^52 (2^23), then 2^52 + bias is subtracted.
        V k = V.Or(biased, V.CreateBits(V.IsDouble ? 0x4330000000000000u : 0x4B000000u)) - V.Create(V.IsDouble ? 4503599627370496.0 + 1023 : 8388608.0 + 127);
        V scale = V.ShiftLeft(V.SubtractBits(V.CreateBits(V.IsDouble ? 2046u : 254u), biased), mantissaBits);
        V scaled = q * scale;
        V f = V.FusedMultiplyAdd(scaled, r, scaled - V.Create(1));
        return LogNearOne(f, k);
    }

    /// <summary>ln x for positive normal x; within 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, IVector<V> => LogOfProduct(x, V.Create(0));

    /// <summary>ln(1 + x) for x &gt; -1; within 1.5 ulp, also for tiny x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1P<V>(V x)
        where V : struct, IVector<V> => LogOfProduct(V.Create(1), x);

    /// <summary>ln(1 + x) for x in [0, 1], all that a softplus needs: k is 0 or 1. Within 1.5 ulp. NaN gives NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1POfUnit<V>(V x)
        where V : struct, IVector<V>
    {
        V one = V.Create(1);
        V big = V.LessThan(V.Create(0.41421356), x);
        V f = V.Select(big, V.FusedMultiplyAdd(x, V.Create(0.5), V.Create(-0.5)), x);
        return LogNearOne(f, V.And(big, one));
    }

    /// <summary>k ln 2 + ln(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogNearOne<V>(V f, V k)
        where V : struct, IVector<V>
    {
        V s = f / (f + V.Create(2));
        V z = s * s;
        V p = LogSeries(z);

        // ln(1 + f) = f - (f^2/2 - s (f^2/2 + z p)); ln 2 is in two parts, of which the first ends in zeros so that k times it is exact.
        V half = f * f * V.Create(0.5);
        V low = k * V.Create(V.IsDouble ? 7.440617110012397e-11 : 3.1946184945309415e-05);
        V tail = V.FusedMultiplyAdd(s, V.FusedMultiplyAdd(z, p, half), low);
        return V.FusedMultiplyAdd(k, V.Create(V.IsDouble ? 0.6931471804855391 : 0.693115234375), f - (half - tail));
    }

    /// <summary>The polynomial p in ln((1 + s) / (1 - s)) = 2 s + s z p with z = s^2, for |s| &lt; 0.172, that is, for quotients in [sqrt(1/2), sqrt(2)].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogSeries<V>(V z)
        where V : struct, IVector<V>
    {
        if (V.IsDouble)
        {
            V z2 = z * z;
            V a = V.FusedMultiplyAdd(z, V.Create(0.39999999999899505), V.Create(0.666666666666667));
            V b = V.FusedMultiplyAdd(z, V.Create(0.2222221113479508), V.Create(0.28571428625975487));
            V c = V.FusedMultiplyAdd(z, V.Create(0.15331721600556042), V.Create(0.18182889125261723));
            c = V.FusedMultiplyAdd(z2, V.Create(0.14616449685043406), c);
            return V.FusedMultiplyAdd(V.FusedMultiplyAdd(c, z2, b), z2, a);
        }

        V p = V.Create(0.2957994939197279);
        p = V.FusedMultiplyAdd(p, z, V.Create(0.3998878056602198));
        return V.FusedMultiplyAdd(p, z, V.Create(0.6666668503957586));
    }
}
