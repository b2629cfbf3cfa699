using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>Chooses the rows held out for validation by row number alone, so that every pass over any source chooses the same rows.</summary>
/// <param name="fraction">The fraction of the rows to hold out, in [0, 1).</param>
/// <param name="seed">The seed; another one chooses other rows.</param>
internal readonly struct HoldOut(double fraction, int seed)
{
    // Compared with the upper 32 bits of a well mixed number.
    private readonly ulong _limit = (ulong)(fraction * 4294967296.0);
    private readonly ulong _key = ((uint)seed + 1UL) * 0xD1342543DE82EF95UL;

    /// <summary>Whether no row is held out.</summary>
    public bool IsEmpty => _limit == 0;

    /// <summary>Whether a row is held out.</summary>
    /// <param name="row">The row's number in its source.</param>
    public bool Contains(int row) => (SplitMix.Mix(_key, (ulong)row) >> 32) < _limit;
}
