using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics.Decisions;

/// <summary>
/// Conformal risk control (Angelopoulos, Bates, Fisch, Lei and Schuster, 2022) of the miss rate, the share of true labels that are not
/// predicted. The threshold is the highest at which n/(n+1) R + 1/(n+1) is at most alpha, where R is the mean rate of n rows and 1 the largest
/// possible rate. When the n rows and a new one are exchangeable, the expected rate of the new one is at most alpha. The paper's lambda
/// is the negated threshold; its infimum is reached just below the score of a true label.
/// </summary>
internal static class ConformalRisk
{
    // Sums of rates such as 1/3 are rounded.
    private const double Rounding = 1e-12;

    /// <summary>The smallest n, at least 1, for which alpha can be guaranteed: 1/(n+1) is at most alpha.</summary>
    /// <param name="alpha">The rate, in (0, 1).</param>
    public static long RequiredCount(double alpha) => Math.Max(1, (long)Math.Ceiling((1 / alpha * (1 - Rounding)) - 1));

    /// <summary>Whether the mean rate of some rows is low enough.</summary>
    /// <param name="missed">The sum of their rates.</param>
    /// <param name="count">Their number.</param>
    /// <param name="alpha">The rate to keep.</param>
    public static bool IsControlled(double missed, double count, double alpha) => missed + 1 <= alpha * (count + 1) * (1 + Rounding);

    /// <summary>Finds one threshold for all labels. A row's rate is the share of its true labels that are missed; rows without true labels do not count.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="alpha">The rate to keep.</param>
    /// <returns>The threshold, and the mean rate of the rows that have a true label.</returns>
    /// <exception cref="InvalidOperationException">There are too few rows with a true label for alpha.</exception>
    public static (float Threshold, double Rate) OfRows(DecisionRows rows, double alpha)
    {
        ReadOnlySpan<ulong> cells = rows.SortAll();
        var positives = new int[rows.RowCount];
        foreach (ulong cell in cells)
            positives[SortedCells.Row(cell) % rows.RowCount] += SortedCells.Positive(cell);
        int count = positives.Count(labels => labels > 0);
        if (count < RequiredCount(alpha))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"With {count} rows that have a label no expected miss rate below 1/{count + 1} can be guaranteed; {alpha} needs at least {RequiredCount(alpha)} rows."));
        }

        (float threshold, double rate) = Highest(cells, cell => 1.0 / positives[SortedCells.Row(cell) % positives.Length], count, alpha);
        return IsControlled(rate * count, count, alpha)
            ? (threshold, rate)
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"True labels have scores of negative infinity, below which there is no threshold: the miss rate is at least {rate}, and {alpha} cannot be guaranteed."));
    }

    /// <summary>Finds the threshold of one label: the rate of a row that has the label is 1 when it is missed.</summary>
    /// <param name="cells">The label's cells, best score first.</param>
    /// <param name="count">How many are positive, at least <see cref="RequiredCount"/>.</param>
    /// <param name="alpha">The rate to keep.</param>
    /// <returns>The threshold, and the share of the positive rows that is missed.</returns>
    public static (float Threshold, double Rate) OfLabel(ReadOnlySpan<ulong> cells, long count, double alpha) =>
        Highest(cells, static _ => 1, count, alpha);

    // Upwards from the lowest score: each true label whose score the threshold reaches is missed.
    private static (float Threshold, double Rate) Highest(ReadOnlySpan<ulong> cells, Func<ulong, double> rate, long count, double alpha)
    {
        var missed = new CompensatedSum();
        int place = cells.Length - 1, highest = 0;
        while (SortedCells.Positive(cells[highest]) == 0)
            highest++;
        while (true)
        {
            // The next true label upwards. There is one: missing all of them is never allowed.
            while (SortedCells.Positive(cells[place]) == 0)
                place--;
            float score = SortedCells.Score(cells[place]);
            CompensatedSum before = missed;
            for (; place >= 0 && SortedCells.Score(cells[place]) == score; place--)
            {
                if (SortedCells.Positive(cells[place]) != 0)
                    missed.Add(rate(cells[place]));
            }

            if (place < highest || !IsControlled(missed.Value, count, alpha))
                return (MathF.BitDecrement(score), (float.IsNegativeInfinity(score) ? missed : before).Value / count);
        }
    }
}
