using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

/// <summary>Elementary functions over vectors of any width.</summary>
/// <remarks>
/// The coefficients come from benchmarks/coefficients.py, which interpolates at Chebyshev nodes and prints the errors. The bounds
/// stated for the functions were measured over every float (benchmarks, verb <c>losses-accuracy</c>). Polynomials are evaluated by
/// Estrin's scheme, since the speed is limited by the longest chain of dependent operations, not by their number.
/// </remarks>
internal static partial class Elementary
{
    /// <summary>e to the x, for x &lt;= 0, or positive up to 0.4.</summary>
    /// <remarks>
    /// x is split into n ln 2 + r with |r| &lt;= ln 2 / 2 (Cody and Waite 1980, with ln 2 in two parts). The result is 2^n times a polynomial
    /// in r of degree 7 (single) or 11 (double), within 1 ulp. Results below the smallest normal number, for x below -87.3 or -708.4, are
    /// zero or nearly so. NaN gives NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpNonPositive<V>(V x)
        where V : struct, IVector<V>
    {
        // At this bound n + bias is 0, and so is the factor that has it as its exponent.
        V clamped = V.Max(V.Create(V.IsDouble ? -709.0 : -88.0), x);
        if (V.IsDouble)
        {
            // Adding 1.5 * 2^52 + 1023 rounds to an integer and leaves it, with an exponent's bias, in the low bits. The result is multiplied by
            // 2^n instead of adding n to the bits of its exponent, so that a NaN stays NaN whatever its payload.
            V magic = V.Create(6755399441055744.0 + 1023);
            V shifted = V.FusedMultiplyAdd(clamped, V.Create(1.4426950408889634), magic);
            V n = shifted - magic;
            V r = V.FusedMultiplyAdd(n, V.Create(-0.693147180559945286226764), clamped);
            r = V.FusedMultiplyAdd(n, V.Create(-2.3190468138462996e-17), r);
            V r2 = r * r;
            V r4 = r2 * r2;
            V a = V.FusedMultiplyAdd(r, V.Create(0.16666666666666669), V.Create(0.5));
            V b = V.FusedMultiplyAdd(r, V.Create(0.008333333333330065), V.Create(0.041666666666624164));
            V c = V.FusedMultiplyAdd(r, V.Create(0.00019841269863040545), V.Create(0.0013888888917196719));
            V d = V.FusedMultiplyAdd(r, V.Create(2.7557268480310024e-06), V.Create(2.4801521322368692e-05));
            V e = V.FusedMultiplyAdd(r, V.Create(2.5100375832561234e-08), V.Create(2.7620075879983367e-07));
            c = V.FusedMultiplyAdd(d, r2, c);
            a = V.FusedMultiplyAdd(b, r2, a);
            V q = V.FusedMultiplyAdd(V.FusedMultiplyAdd(e, r4, c), r4, a);
            q = V.FusedMultiplyAdd(q, r2, r) + V.Create(1);
            return q * V.ShiftLeft(shifted, 52);
        }
        else
        {
            V magic = V.Create(12582912.0 + 127);
            V shifted = V.FusedMultiplyAdd(clamped, V.Create(1.4426950408889634), magic);
            V n = shifted - magic;
            V r = V.FusedMultiplyAdd(n, V.Create(-0.693147182464599609375), clamped);
            r = V.FusedMultiplyAdd(n, V.Create(1.904654299957768e-09), r);
            V r2 = r * r;
            V a = V.FusedMultiplyAdd(r, V.Create(0.16666666681614256), V.Create(0.5));
            V b = V.FusedMultiplyAdd(r, V.Create(0.008333310934448869), V.Create(0.04166646500604005));
            V c = V.FusedMultiplyAdd(r, V.Create(0.00019890980869750327), V.Create(0.0013933641031986701));
            V q = V.FusedMultiplyAdd(V.FusedMultiplyAdd(c, r2, b), r2, a);

            // The rounding error of 1 + r is added back: single precision has no digit to spare.
            V sum = V.Create(1) + r;
            q = sum + V.FusedMultiplyAdd(q, r2, V.Create(1) - sum + r);
            return q * V.ShiftLeft(shifted, 23);
        }
    }
}
