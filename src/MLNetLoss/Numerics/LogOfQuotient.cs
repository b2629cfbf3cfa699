using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

/// <summary>The logarithm of a quotient whose numerator and denominator are products of many normal positive doubles.</summary>
internal static unsafe class LogOfQuotient
{
    /// <summary>The number of factors of the numerator in a group; as many of the denominator follow them.</summary>
    public const int Factors = 8;

    /// <summary>The logarithm; NaN if a factor is NaN.</summary>
    /// <remarks>
    /// Exponents are added and only mantissas are multiplied, so that the products may be far outside a double's range. A logarithm is a chain
    /// of dependent operations, so a single one is taken, of all groups together. The error is a few 1e-16, relative to the logarithm or to 1,
    /// whichever is larger.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Of(double* groups, int count)
    {
        Vec128<double> a = Vec128<double>.Create(1);
        Vec128<double> b = a;
        Vec128<double> exponents = Vec128<double>.CreateBits(0);
        Vec128<double> poison = Vec128<double>.Create(0);
        for (int k = 0; k < count; k++, groups += 2 * Factors)
        {
            a *= Multiply(groups, ref poison, out Vec128<double> up);
            b *= Multiply(groups + Factors, ref poison, out Vec128<double> down);
            exponents = Vec128<double>.AddBits(exponents, Vec128<double>.SubtractBits(up, down));
        }

        exponents = Vec128<double>.AddBits(exponents, Vec128<double>.SubtractBits(Exponent(a), Exponent(b)));
        a = Mantissa(a);
        b = Mantissa(b);

        // Both are in [1, 2); their quotient is brought into [sqrt(1/2), sqrt(2)].
        Vec128<double> root = Vec128<double>.Create(1.4142135623730951);
        Vec128<double> half = Vec128<double>.Create(0.5);
        Vec128<double> unit = Vec128<double>.CreateBits(1);
        Vec128<double> isLarge = Vec128<double>.LessThan(b * root, a);
        Vec128<double> isSmall = Vec128<double>.LessThan(a * root, b);
        a = Vec128<double>.Select(isLarge, a * half, a);
        b = Vec128<double>.Select(isSmall, b * half, b);
        exponents = Vec128<double>.AddBits(exponents, Vec128<double>.And(isLarge, unit));
        exponents = Vec128<double>.SubtractBits(exponents, Vec128<double>.And(isSmall, unit));

        // ln(a / b) = 2 atanh(s).
        Vec128<double> s = (a - b) / (a + b);
        Vec128<double> z = s * s;
        Vec128<double> rest = Vec128<double>.FusedMultiplyAdd(s * z, Elementary.LogSeries(z), s + s);
        rest = Vec128<double>.FusedMultiplyAdd(poison, Vec128<double>.Create(0), rest);

        // The sum of the exponents as a number: added to the lowest bits of 2^52 + 2^51, which is then subtracted.
        Vec128<double> shift = Vec128<double>.Create(6755399441055744.0);
        Vec128<double> k2 = Vec128<double>.AddBits(exponents, shift) - shift;
        double* lanes = stackalloc double[4];
        k2.Store(lanes);
        rest.Store(lanes + 2);
        return ((lanes[0] + lanes[1]) * 0.6931471805599453) + (lanes[2] + lanes[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec128<double> Multiply(double* factors, ref Vec128<double> poison, out Vec128<double> exponents)
    {
        Vec128<double> a = Vec128<double>.Load(factors);
        Vec128<double> b = Vec128<double>.Load(factors + 2);
        Vec128<double> c = Vec128<double>.Load(factors + 4);
        Vec128<double> d = Vec128<double>.Load(factors + 6);
        exponents = Vec128<double>.AddBits(
            Vec128<double>.AddBits(Exponent(a), Exponent(b)),
            Vec128<double>.AddBits(Exponent(c), Exponent(d)));
        poison += a + b + (c + d);
        return Mantissa(a) * Mantissa(b) * (Mantissa(c) * Mantissa(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec128<double> Exponent(Vec128<double> x) => Vec128<double>.ShiftRight(x, 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec128<double> Mantissa(Vec128<double> x) =>
        Vec128<double>.Or(Vec128<double>.And(x, Vec128<double>.CreateBits(0x000FFFFFFFFFFFFF)), Vec128<double>.Create(1));
}
