using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetLoss.Solvers;

/// <summary>The logistic loss of eight scores with its first two derivatives, in double precision.</summary>
/// <remarks>
/// With e = exp(-|z|): softplus(z) = max(z, 0) + log(1 + e), and the sigmoid is 1 / (1 + e) or e / (1 + e), by the sign of z. Exponential and
/// logarithm are plain series here: sums over rows do not need the last digit, and the general functions, written for any vector width, are
/// too large to be inlined.
/// </remarks>
internal static class LogisticTerms
{
    /// <summary>Computes softplus(z), its derivative, the sigmoid, and its second derivative.</summary>
    /// <param name="z">The scores; finite.</param>
    /// <param name="softplus">log(1 + exp(z)).</param>
    /// <param name="curvature">sigmoid(z) (1 - sigmoid(z)).</param>
    /// <returns>sigmoid(z).</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Of(Vector512<double> z, out Vector512<double> softplus, out Vector512<double> curvature)
    {
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> e = Exp(-Vector512.Abs(z));
        Vector512<double> inverse = one / (one + e);
        softplus = Vector512.MaxNative(z, Vector512<double>.Zero) + LogOnePlus(e);
        Vector512<double> small = e * inverse;
        curvature = small * inverse;
        return Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<double>.Zero), small, inverse);
    }

    // exp(x) for x <= 0: 2^n exp(r) with n an integer and |r| <= ln 2 / 2, where Taylor's series ends below a unit in the last place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> y = Vector512.MaxNative(x, Vector512.Create(-708.0));
        // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
        Vector512<double> magic = Vector512.Create(6755399441055744.0);
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(y, Vector512.Create(1.4426950408889634), magic);
        Vector512<double> r = Vector512.FusedMultiplyAdd(shifted - magic, Vector512.Create(-0.6931471805599453), y);
        Vector512<double> q = Vector512.Create(1 / 479001600.0);
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 39916800.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 3628800.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 362880.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 40320.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 5040.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 720.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 120.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 24.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(1 / 6.0));
        q = Vector512.FusedMultiplyAdd(q, r, Vector512.Create(0.5));
        q = Vector512.FusedMultiplyAdd(q, r * r, r) + Vector512<double>.One;
        return (q.AsInt64() + Vector512.ShiftLeft(shifted.AsInt64(), 52)).AsDouble();
    }

    // log(1 + e) for e in [0, 1], by 2 atanh(s) with s = e / (2 + e) <= 1 / 3; above sqrt(2) - 1, half of 1 + e is taken first, so that
    // s^2 <= .03 and eleven terms are enough.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogOnePlus(Vector512<double> e)
    {
        Vector512<double> half = Vector512.Create(0.5);
        Vector512<double> isBig = Vector512.GreaterThan(e, Vector512.Create(0.41421356));
        Vector512<double> f = Vector512.ConditionalSelect(isBig, Vector512.FusedMultiplyAdd(e, half, -half), e);
        Vector512<double> s = f / (f + Vector512.Create(2.0));
        Vector512<double> z = s * s;
        Vector512<double> p = Vector512.Create(2 / 21.0);
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 19.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 17.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 15.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 13.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 11.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 9.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 7.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 5.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2 / 3.0));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.0));
        return Vector512.FusedMultiplyAdd(p, s, isBig & Vector512.Create(0.6931471805599453));
    }
}
