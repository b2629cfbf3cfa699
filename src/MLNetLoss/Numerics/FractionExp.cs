using System.Runtime.CompilerServices;

namespace MLNetLoss.Numerics;

/// <summary>
/// e to the x in double precision, for x in [-700, 160], as a fraction, so that a division by 1 + e to the x needs no second one. It is
/// computed in three parts, so that one turn of a loop can do those of different elements.
/// </summary>
/// <remarks>
/// x log2(e) = n + r with |r| &lt;= 1/2, and 2 to the r is (1 + u) / (1 - u) with u = tanh(r ln(2) / 2), for which an odd rational function of r is
/// used: four operations, or seven if exact, where a polynomial takes ten. Numerator and denominator may have a common factor of up to 256. The
/// relative error is at most 1.2e-14, or 3e-16 if exact, plus 1.6e-17 for each unit of x, which a test checks. The coefficients come from
/// benchmarks/coefficients.py. Constants are read from memory where they are used; kept in registers, they would displace the values that a loop
/// computes with.
/// </remarks>
/// <typeparam name="V">A vector of doubles.</typeparam>
/// <typeparam name="TExact">Whether all digits are needed; a sum of losses is as good without the last two.</typeparam>
internal readonly unsafe struct FractionExp<V, TExact>(double* constants)
    where V : struct, IVector<V>
    where TExact : struct, IFlag
{
    /// <summary>The number of vectors of constants.</summary>
    public const int Constants = 8;

    /// <summary>Writes the constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write()
    {
        Write(0, 1.4426950408889634);

        // 2^52 + 2^51: added to a number, it rounds it to an integer in the lowest bits.
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
            // All are divided by the leading coefficient of the odd polynomial, 0.0039633, which saves multiplying by it.
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

    /// <summary>The second part: r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Reduce(V x, V shifted) => V.FusedMultiplyAdd(Read(0), x, Read(1) - shifted);

    /// <summary>The third part: numerator and denominator.</summary>
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
