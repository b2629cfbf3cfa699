namespace MLNetLoss.Metrics;

/// <summary>Measures of how each row's labels are ranked by score, over all places of the ranking.</summary>
/// <param name="options">Rules for ties and rows without labels.</param>
internal sealed class RankingAccumulator(MultiLabelMetricOptions options)
{
    private RowMean _averagePrecision;
    private RowMean _samplesAveragePrecision;
    private RowMean _coverage;
    private RowMean _rankingLoss;
    private RowMean _errorSetSize;
    private RowMean _isError;
    private RowMean _rocAuc;

    /// <summary>Label ranking average precision.</summary>
    public double LabelRankingAveragePrecision => _averagePrecision.Value;

    /// <summary>Mean average precision of a row, 0 for a row without labels.</summary>
    public double SamplesAveragePrecision => _samplesAveragePrecision.Value;

    /// <summary>How far down the ranking the last of a row's labels stands.</summary>
    public double Coverage => _coverage.Value;

    /// <summary>The share of a row's pairs of a label it has and one it has not that are in the wrong order.</summary>
    public double RankingLoss => _rankingLoss.Value;

    /// <summary>How many pairs are in the wrong order.</summary>
    public double ErrorSetSize => _errorSetSize.Value;

    /// <summary>The share of rows with a pair in the wrong order.</summary>
    public double IsError => _isError.Value;

    /// <summary>Mean area under a row's ROC curve, over the rows that have some labels and not all.</summary>
    public double SamplesRocAuc => _rocAuc.Value;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    public void Add(in ScoredRow row, RankedRow ranked)
    {
        double weight = row.Weight;
        int positives = row.PositiveCount, negatives = ranked.Count - positives;
        if (positives == 0)
        {
            if (options.AveragePrecisionOfEmptyRows == EmptyRows.Counted)
                _averagePrecision.Add(1, weight);
            _samplesAveragePrecision.Add(0, weight);
            if (options.EmptyRows == EmptyRows.Counted)
                AddPairs(0, 0, 0, 0, weight);
            return;
        }

        (double precision, double last) = Precision(row, ranked);
        _averagePrecision.Add(precision, weight);
        _samplesAveragePrecision.Add(precision, weight);
        (double wrong, double tied) = WrongPairs(row, ranked);
        double counted = wrong + (tied * (options.RankingLossTies == TieRule.Average ? 0.5 : 1));
        AddPairs(last - (options.CoverageFromZero ? 1 : 0), counted, negatives == 0 ? 0 : counted / ((double)positives * negatives), counted > 0 ? 1 : 0, weight);
        if (negatives > 0 && options.RankingLossTies != TieRule.LabelOrder)
            _rocAuc.Add(1 - ((wrong + (tied / 2)) / ((double)positives * negatives)), weight);
        else if (negatives > 0)
            _rocAuc.Add(1 - HalfTiedLoss(row, ranked), weight);
    }

    /// <summary>Adds the rows of another accumulator.</summary>
    /// <param name="other">The other, of equal options.</param>
    public void Merge(RankingAccumulator other)
    {
        _averagePrecision.Add(other._averagePrecision);
        _samplesAveragePrecision.Add(other._samplesAveragePrecision);
        _coverage.Add(other._coverage);
        _rankingLoss.Add(other._rankingLoss);
        _errorSetSize.Add(other._errorSetSize);
        _isError.Add(other._isError);
        _rocAuc.Add(other._rocAuc);
    }

    private void AddPairs(double coverage, double pairs, double loss, double isError, double weight)
    {
        _coverage.Add(coverage, weight);
        _errorSetSize.Add(pairs, weight);
        _rankingLoss.Add(loss, weight);
        _isError.Add(isError, weight);
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
    private (double Wrong, double Tied) WrongPairs(in ScoredRow row, RankedRow ranked) => Pairs(row, ranked, options.RankingLossTies);

    private static double HalfTiedLoss(in ScoredRow row, RankedRow ranked)
    {
        (double wrong, double tied) = Pairs(row, ranked, TieRule.Average);
        return (wrong + (tied / 2)) / ((double)row.PositiveCount * (ranked.Count - row.PositiveCount));
    }

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
