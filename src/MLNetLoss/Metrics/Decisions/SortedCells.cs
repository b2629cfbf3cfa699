namespace MLNetLoss.Metrics.Decisions;

/// <summary>Reads the cells that <see cref="ThresholdWalk"/> has sorted, the best score first.</summary>
internal static class SortedCells
{
    /// <summary>The score of a cell.</summary>
    /// <param name="cell">The cell.</param>
    public static float Score(ulong cell) => ScoreKey.Score((uint)(cell >> 32));

    /// <summary>The row of a cell, or the number it was given in its place.</summary>
    /// <param name="cell">The cell.</param>
    public static int Row(ulong cell) => (int)((uint)cell >> 1);

    /// <summary>1 when the cell is positive, else 0.</summary>
    /// <param name="cell">The cell.</param>
    public static int Positive(ulong cell) => (int)(cell & 1);

    /// <summary>
    /// Whether a cut may lie below a cell: the next has a lower score, and its own is above negative infinity, which no threshold is below.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="place">The place of the cell.</param>
    public static bool EndsTie(ReadOnlySpan<ulong> cells, int place) =>
        (place + 1 == cells.Length || cells[place + 1] >> 32 != cells[place] >> 32) && !float.IsNegativeInfinity(Score(cells[place]));

    /// <summary>How many cells have a score greater than a threshold.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="threshold">The threshold.</param>
    public static int Above(ReadOnlySpan<ulong> cells, float threshold)
    {
        // Keys grow as scores fall; the first cell of the threshold's own key is not above it.
        int place = cells.BinarySearch((ulong)ScoreKey.Descending(threshold) << 32);
        return place < 0 ? ~place : place;
    }

    /// <summary>
    /// The threshold that some cells are above and the others not: halfway between two scores, so that rows not seen before are as far
    /// from the decision as can be.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="above">How many are to be above; the last of them ends a tie.</param>
    public static float Threshold(ReadOnlySpan<ulong> cells, int above) => above == 0
        ? cells.IsEmpty ? 0 : Score(cells[0])
        : Below(Score(cells[above - 1]), above < cells.Length ? Score(cells[above]) : null);

    /// <summary>The threshold below one score and not below the next.</summary>
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
