namespace MLNetLoss.Metrics.Decisions;

/// <summary>Reads cells sorted by <see cref="ThresholdWalk"/>, best score first.</summary>
internal static class SortedCells
{
    /// <summary>The score of a cell.</summary>
    /// <param name="cell">The cell.</param>
    public static float Score(ulong cell) => ScoreKey.Score((uint)(cell >> 32));

    /// <summary>The row of a cell, or the number it was given instead.</summary>
    /// <param name="cell">The cell.</param>
    public static int Row(ulong cell) => (int)((uint)cell >> 1);

    /// <summary>1 when the cell is positive, else 0.</summary>
    /// <param name="cell">The cell.</param>
    public static int Positive(ulong cell) => (int)(cell & 1);

    /// <summary>
    /// Whether a cut can lie below a cell: the next cell has a lower score, and its own is above negative infinity, below which there is no threshold.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="place">The place of the cell.</param>
    public static bool EndsTie(ReadOnlySpan<ulong> cells, int place) =>
        (place + 1 == cells.Length || cells[place + 1] >> 32 != cells[place] >> 32) && !float.IsNegativeInfinity(Score(cells[place]));

    /// <summary>Counts the cells whose score is greater than a threshold.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="threshold">The threshold.</param>
    public static int Above(ReadOnlySpan<ulong> cells, float threshold)
    {
        // Keys ascend as scores descend; cells with the threshold's own key are not above it.
        int place = cells.BinarySearch((ulong)ScoreKey.Descending(threshold) << 32);
        return place < 0 ? ~place : place;
    }

    /// <summary>
    /// The threshold that separates the first cells from the others: halfway between two scores, to leave new rows the widest margin on both
    /// sides.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="above">Number of cells above it; the last of them ends a tie.</param>
    public static float Threshold(ReadOnlySpan<ulong> cells, int above) => above == 0
        ? cells.IsEmpty ? 0 : Score(cells[0])
        : Below(Score(cells[above - 1]), above < cells.Length ? Score(cells[above]) : null);

    /// <summary>A threshold below one score and not below the next.</summary>
    /// <param name="high">The score.</param>
    /// <param name="low">The next lower score; null when there is none.</param>
    public static float Below(float high, float? low)
    {
        if (low is not { } next)
            return MathF.BitDecrement(high);
        float middle = (float)((next + (double)high) / 2);
        return middle >= next && middle < high ? middle : next;
    }
}
