using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

/// <summary>
/// e to the x in double precision, for x in [-700, 160], as a fraction: whoever divides by 1 + e to the x has no second division to make. Its
/// three parts can be done apart, so that a loop does those of different elements in one turn.
/// </summary>
/// <remarks>
/// x log2(e) = n + r with |r| &lt;= 1/2. 2 to the r is (1 + u) / (1 - u) with u = tanh(r ln(2) / 2), an odd rational function of r: four operations,
/// or exactly seven, where a polynomial takes ten. Both parts may have a common factor, up to 256, that the quotient does not show. Within 1.2e-14 in relative terms, or exactly 3e-16, and 1.6e-17 more for each unit of x,
/// as a test holds; the coefficients are of benchmarks/coefficients.py. The constants are read from memory where they are used: kept by the compiler, they would drive from the registers what a
/// loop computes with.
/// </remarks>
/// <typeparam name="V">A vector of doubles.</typeparam>
/// <typeparam name="TExact">Whether every digit is wanted; a sum of losses is as good without the last two.</typeparam>
internal readonly unsafe struct FractionExp<V, TExact>(double* constants)
    where V : struct, IVector<V>
    where TExact : struct, IFlag
{
    /// <summary>The vectors of constants.</summary>
    public const int Constants = 8;

    /// <summary>Writes the constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write()
    {
        Write(0, 1.4426950408889634);

        // 2^52 and 2^51, which added to a number moves its integer to the lowest bits.
        Write(1, 6755399441055744.0);
        if (TExact.IsSet)
        {
            Write(2, 0.34657359027997264);
            Write(3, 1);
            Write(4, 0.05338207721958618);
            Write(5, 0.00022892664520304958);
            Write(6, 0.004624790992390067);
            Write(7, 5.2866829561414055e-06);
        }
        else
        {
            // All but the first divided by what would be the first of the odd polynomial, 0.0039633, whose product is spared so.
            const double First = 0.003963302416241092;
            Write(2, 0.346573590279873 / First);
            Write(3, 1 / First);
            Write(4, 0.05147342462740591 / First);
            Write(5, 0.00013725456674330426 / First);
        }
    }

    /// <summary>The first part: a number with n in its lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Shift(V x) => V.FusedMultiplyAdd(Read(0), x, Read(1));

    /// <summary>The second: r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Reduce(V x, V shifted) => V.FusedMultiplyAdd(Read(0), x, Read(1) - shifted);

    /// <summary>The last: the numerator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Fraction(V r, V shifted, out V denominator)
    {
        V r2 = r * r;
        V odd = r * (TExact.IsSet
            ? V.FusedMultiplyAdd(V.FusedMultiplyAdd(Read(7), r2, Read(6)), r2, Read(2))
            : r2 + Read(2));
        V even = V.FusedMultiplyAdd(V.FusedMultiplyAdd(Read(5), r2, Read(4)), r2, Read(3));
        denominator = even - odd;
        return V.AddBits(even + odd, V.ShiftLeft(shifted, 52));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Read(int index) => V.Load(constants + (index * V.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(int index, double value) => V.Create(value).Store(constants + (index * V.Count));
}
