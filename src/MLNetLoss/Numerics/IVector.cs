namespace MLNetLoss.Numerics;

/// <summary>
/// A vector of one or more numbers. A formula is written once, against this interface, and runs at every width. All operations are those of
/// IEEE 754, lane by lane, so that a formula gives the same bits at every width.
/// </summary>
/// <typeparam name="TSelf">The vector itself.</typeparam>
/// <remarks>
/// Comparisons give masks, whose lanes are all ones or all zeros. Operations on bits treat a lane as an unsigned integer of its size and
/// wrap around.
/// </remarks>
internal unsafe interface IVector<TSelf>
    where TSelf : struct, IVector<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether lanes are double precision; otherwise they are single.</summary>
    static abstract bool IsDouble { get; }

    /// <summary>The value, rounded to the lanes' precision, in every lane.</summary>
    static abstract TSelf Create(double value);

    /// <summary>The bits in every lane; single-precision lanes take the lower 32.</summary>
    static abstract TSelf CreateBits(ulong bits);

    /// <summary>Loads <see cref="Count"/> values, converted to the lanes' precision.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Loads <see cref="Count"/> values, converted to the lanes' precision.</summary>
    static abstract TSelf Load(double* source);

    /// <summary>Stores <see cref="Count"/> values, rounded to the destination's precision.</summary>
    void Store(float* destination);

    /// <summary>Stores <see cref="Count"/> values.</summary>
    void Store(double* destination);

    /// <summary>a + b.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a - b.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a * b.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>c - a * b, rounded once.</summary>
    static abstract TSelf FusedNegateMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The value without its sign.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>a where a &gt; b, else b. A NaN in b is therefore kept, one in a is not.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>a where a &lt; b, else b. A NaN in b is therefore kept, one in a is not.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>Mask of a &lt; b.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>Mask of a = b.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>a where the mask is set, else b.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The bits set in both.</summary>
    static abstract TSelf And(TSelf a, TSelf b);

    /// <summary>The bits set in a but not in b.</summary>
    static abstract TSelf AndNot(TSelf a, TSelf b);

    /// <summary>The bits set in either.</summary>
    static abstract TSelf Or(TSelf a, TSelf b);

    /// <summary>The bits set in one or the other but not in both.</summary>
    static abstract TSelf Xor(TSelf a, TSelf b);

    /// <summary>The integer sum of the bits.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>The integer difference of the bits.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    /// <summary>The bits shifted left.</summary>
    static abstract TSelf ShiftLeft(TSelf a, int count);

    /// <summary>The bits shifted right, with zeros shifted in.</summary>
    static abstract TSelf ShiftRight(TSelf a, int count);

    /// <summary>Whether a lane has its highest bit set.</summary>
    static abstract bool AnySign(TSelf a);

    /// <summary>Whether any bit is set.</summary>
    static abstract bool AnyBit(TSelf a);
}
