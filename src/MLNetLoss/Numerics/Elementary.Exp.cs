using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

/// <summary>Elementary functions over vectors of any width.</summary>
/// <remarks>
/// The coefficients come from benchmarks/coefficients.py, which interpolates at Chebyshev nodes and prints the errors. The bounds
/// stated at the functions are those measured over every float (benchmarks, verb <c>losses-accuracy</c>). Polynomials are in Estrin's
/// order: the chain of dependent operations, not their number, is what a CPU waits for here.
/// </remarks>
internal static partial class Elementary
{
    /// <summary>e to the x, for x &lt;= 0 (at most 0.4 above).</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| &lt;= ln 2 / 2 (Cody and Waite 1980, ln 2 in two parts), e to the r by a polynomial of degree 7 (single)
    /// or 11 (double), times 2^n. Within 1 ulp. Below the smallest normal number, at x = -87.3 or -708.4, it is zero or nearly so.
    /// NaN gives NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpNonPositive<V>(V x)
        where V : struct, IVector<V>
    {
        // Of what is below, n + bias is 0 and so is the factor whose exponent it is.
        V clamped = V.Max(V.Create(V.IsDouble ? -709.0 : -88.0), x);
        if (V.IsDouble)
        {
            // Adding 1.5 * 2^52 + 1023 rounds to an integer and leaves it, biased as an exponent is, in the low bits. The factor 2^n is
            // multiplied, not added as an integer to the exponent, so that a NaN stays one whatever its payload.
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

            // What rounding takes from 1 + r is given back: single precision has no digit to spare.
            V sum = V.Create(1) + r;
            q = sum + V.FusedMultiplyAdd(q, r2, V.Create(1) - sum + r);
            return q * V.ShiftLeft(shifted, 23);
        }
    }
}
