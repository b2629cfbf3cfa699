namespace MLNetLoss.Metrics;

/// <summary>How a row's labels are ranked by score, over all places of the ranking.</summary>
/// <param name="options">Rules for ties and rows without labels.</param>
internal sealed class RankingMeasures(MultiLabelMetricOptions options)
{
    /// <summary>Computes a row's values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    /// <param name="values">Receives them.</param>
    public void Compute(in ScoredRow row, RankedRow ranked, Span<double> values)
    {
        int positives = row.PositiveCount, negatives = ranked.Count - positives;
        if (positives == 0)
        {
            double counted = options.EmptyRows == EmptyRows.Counted ? 0 : RowSlots.LeftOut;
            values[RowSlots.LabelRankingAveragePrecision] = options.AveragePrecisionOfEmptyRows == EmptyRows.Counted ? 1 : RowSlots.LeftOut;
            values[RowSlots.AveragePrecision] = 0;
            values[RowSlots.Coverage] = counted;
            values[RowSlots.RankingLoss] = counted;
            values[RowSlots.ErrorSetSize] = counted;
            values[RowSlots.IsError] = counted;
            values[RowSlots.RocAuc] = RowSlots.LeftOut;
            return;
        }

        (double precision, double last) = Precision(row, ranked);
        values[RowSlots.LabelRankingAveragePrecision] = precision;
        values[RowSlots.AveragePrecision] = precision;
        values[RowSlots.Coverage] = last - (options.CoverageFromZero ? 1 : 0);

        TieRule ties = options.RankingLossTies;
        (double wrong, double tied) = Pairs(row, ranked, ties);
        double errors = wrong + (tied * (ties == TieRule.Average ? 0.5 : 1));
        double pairs = (double)positives * negatives;
        values[RowSlots.RankingLoss] = negatives == 0 ? 0 : errors / pairs;
        values[RowSlots.ErrorSetSize] = errors;
        values[RowSlots.IsError] = errors > 0 ? 1 : 0;
        if (ties == TieRule.LabelOrder)
            (wrong, tied) = Pairs(row, ranked, TieRule.Average);
        values[RowSlots.RocAuc] = negatives == 0 ? RowSlots.LeftOut : 1 - ((wrong + (tied / 2)) / pairs);
    }

    /// <summary>The mean precision at the row's labels, and the rank of the last of them, counted from 1.</summary>
    private (double Precision, double Last) Precision(in ScoredRow row, RankedRow ranked)
    {
        TieRule ties = options.RankingTies;
        double sum = 0, last = 0;
        int found = 0, end;
        for (int start = 0; found < row.PositiveCount; start = end)
        {
            end = ranked.GroupEnd(start, ties);
            int hits = Hits(row, ranked, start, end);
            if (hits == 0)
                continue;
            // Among equals each has the worst rank, or the mean one.
            double rank = ties == TieRule.Average ? (start + 1 + end) / 2.0 : end;
            double rankAmongHits = ties == TieRule.Average ? found + ((hits + 1) / 2.0) : found + hits;
            sum += hits * rankAmongHits / rank;
            last = rank;
            found += hits;
        }

        return (sum / row.PositiveCount, last);
    }

    /// <summary>Pairs of a label the row has and one it has not, the latter above the former, and level with it.</summary>
    private static (double Wrong, double Tied) Pairs(in ScoredRow row, RankedRow ranked, TieRule ties)
    {
        double wrong = 0, tied = 0;
        int found = 0, end;
        for (int start = 0; found < row.PositiveCount; start = end)
        {
            end = ranked.GroupEnd(start, ties);
            int hits = Hits(row, ranked, start, end);
            double misses = end - start - hits;
            found += hits;
            wrong += misses * (row.PositiveCount - found);
            tied += misses * hits;
        }

        return (wrong, tied);
    }

    private static int Hits(in ScoredRow row, RankedRow ranked, int start, int end)
    {
        int hits = 0;
        for (int place = start; place < end; place++)
            hits += row.Positive[ranked.Label(place)] ? 1 : 0;
        return hits;
    }
}
