using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Measures of the whole ranking of a row's labels by score.</summary>
/// <param name="options">Rules for ties and rows without labels.</param>
internal sealed class RankingMeasures(MultiLabelMetricOptions options)
{
    /// <summary>Computes a row's values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    /// <param name="values">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(in ScoredRow row, RankedRow ranked, Span<double> values)
    {
        int positives = row.PositiveCount, negatives = ranked.Count - positives;
        if (positives == 0)
        {
            double counted = options.EmptyRows == EmptyRows.Counted ? 0 : RowSlots.LeftOut;
            values[RowSlots.LabelRankingAveragePrecision] = options.AveragePrecisionOfEmptyRows == EmptyRows.Counted ? 1 : RowSlots.LeftOut;
            values[RowSlots.AveragePrecision] = counted;
            values[RowSlots.Coverage] = counted;
            values[RowSlots.RankingLoss] = counted;
            values[RowSlots.ErrorSetSize] = counted;
            values[RowSlots.IsError] = counted;
            values[RowSlots.RocAuc] = RowSlots.LeftOut;
            return;
        }

        (double precision, double last) = Precision(ranked);
        values[RowSlots.LabelRankingAveragePrecision] = precision;
        values[RowSlots.AveragePrecision] = precision;
        values[RowSlots.Coverage] = last - (options.CoverageFromZero ? 1 : 0);

        TieRule ties = options.RankingLossTies;
        (double wrong, double tied) = Pairs(ranked);
        double errors = ties switch
        {
            TieRule.Pessimistic => wrong + tied,
            TieRule.Average => wrong + (tied / 2),
            _ => PairsInLabelOrder(ranked),
        };
        double pairs = (double)positives * negatives;
        values[RowSlots.RankingLoss] = negatives == 0 ? 0 : errors / pairs;
        values[RowSlots.ErrorSetSize] = errors;
        values[RowSlots.IsError] = errors > 0 ? 1 : 0;
        values[RowSlots.RocAuc] = negatives == 0 ? RowSlots.LeftOut : 1 - ((wrong + (tied / 2)) / pairs);
    }

    /// <summary>The mean precision at the row's labels, and the rank of the last of them, counted from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (double Precision, double Last) Precision(RankedRow ranked)
    {
        TieRule ties = options.RankingTies;
        ReadOnlySpan<RankedLabel> positives = ranked.Positives;
        double sum = 0, last = 0;
        int hits;
        for (int found = 0; found < positives.Length; found += hits)
        {
            RankedLabel label = positives[found];
            hits = ties == TieRule.LabelOrder ? 1 : Hits(positives, found);
            // Tied labels all have the worst of their ranks, or the mean.
            double rank = ties switch
            {
                TieRule.Pessimistic => label.Above + label.Level,
                TieRule.Average => label.Above + ((label.Level + 1) / 2.0),
                _ => label.Place + 1,
            };
            double rankAmongHits = ties == TieRule.Average ? found + ((hits + 1) / 2.0) : found + hits;
            sum += hits * rankAmongHits / rank;
            last = rank;
        }

        return (sum / positives.Length, last);
    }

    /// <summary>Counts the pairs of a label the row has and one it does not have in which the latter is above the former, and those in which they tie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Wrong, double Tied) Pairs(RankedRow ranked)
    {
        ReadOnlySpan<RankedLabel> positives = ranked.Positives;
        double wrong = 0, tied = 0;
        int hits;
        for (int found = 0; found < positives.Length; found += hits)
        {
            hits = Hits(positives, found);
            wrong += (double)hits * (positives[found].Above - found);
            tied += (double)hits * (positives[found].Level - hits);
        }

        return (wrong, tied);
    }

    private static double PairsInLabelOrder(RankedRow ranked)
    {
        double wrong = 0;
        for (int found = 0; found < ranked.Positives.Length; found++)
            wrong += ranked.Positives[found].Place - found;
        return wrong;
    }

    /// <summary>Counts the row's labels that tie with the first of them, itself included.</summary>
    private static int Hits(ReadOnlySpan<RankedLabel> positives, int first)
    {
        int end = first + 1;
        while (end < positives.Length && positives[end].Above == positives[first].Above)
            end++;
        return end - first;
    }
}
