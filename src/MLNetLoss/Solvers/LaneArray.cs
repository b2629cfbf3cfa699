namespace MLNetLoss.Solvers;

/// <summary>
/// A pinned array aligned to 64 bytes, so that no 512-bit load crosses a cache line.
/// Holds rows of <see cref="LogisticRegressionBlock.Lanes"/> values, one for each label solved side by side.
/// </summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal sealed unsafe class LaneArray<T> where T : unmanaged
{
    private const int Alignment = 64;

    // Pinned for its lifetime: the pointer is valid as long as this object is reachable.
    private readonly T[] _storage;

    /// <summary>Allocates zeros.</summary>
    /// <param name="rows">Number of rows of lanes.</param>
    public LaneArray(long rows)
    {
        Length = checked((int)(rows * LogisticRegressionBlock.Lanes));
        _storage = GC.AllocateArray<T>(checked(Length + (Alignment / sizeof(T))), pinned: true);
        fixed (T* start = _storage)
            Pointer = (T*)(((nuint)start + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>The first value. The user of the pointer must keep this object alive.</summary>
    public T* Pointer { get; }

    /// <summary>All values.</summary>
    public Span<T> Span => new(Pointer, Length);

    /// <summary>The bytes of one row of lanes.</summary>
    public static long BytesOfRow => (long)LogisticRegressionBlock.Lanes * sizeof(T);
}
