namespace MLNetLoss.Metrics;

/// <summary>
/// Every measure of a multi-label evaluation. Definitions are scikit-learn's where it has the measure, unless the options say
/// otherwise; <see cref="Values"/> lists all single numbers with their keys.
/// </summary>
public sealed partial class MultiLabelClassificationMetrics
{
    internal MultiLabelClassificationMetrics(MultiLabelMetricsAccumulator rows)
    {
        Options = rows.Options;
        RowCount = rows.CountedRows;
        var labels = new LabelMetrics[rows.LabelCount];
        for (int label = 0; label < labels.Length; label++)
        {
            labels[label] = new LabelMetrics(rows, label);
            Counts += labels[label].Counts;
        }

        PerLabel = labels;
        Statistics = new LabelStatistics(rows, labels);
        SubsetAccuracy = rows.Sets.SubsetAccuracy;
        SamplesPrecision = rows.Sets.Precision;
        SamplesRecall = rows.Sets.Recall;
        SamplesF1 = rows.Sets.F1;
        SamplesJaccard = rows.Sets.Jaccard;
        _samplesFBeta = [.. Options.Betas.Select((_, index) => rows.Sets.FBeta(index))];
        CrossEntropyFromLogits = rows.Losses.FromLogits;
        BinaryCrossEntropy = rows.Losses.TotalCrossEntropy() / Counts.Total;
        BrierScore = rows.Losses.TotalSquares() / Counts.Total;
        ReliabilityBins = rows.Losses.Calibration.PooledBins();
        LabelRankingAveragePrecision = rows.Ranking.LabelRankingAveragePrecision;
        SamplesAveragePrecision = rows.Ranking.SamplesAveragePrecision;
        SamplesRocAuc = rows.Ranking.SamplesRocAuc;
        CoverageError = rows.Ranking.Coverage;
        RankingLoss = rows.Ranking.RankingLoss;
        ErrorSetSize = rows.Ranking.ErrorSetSize;
        IsError = rows.Ranking.IsError;
        OneError = rows.Top.OneError;
        _top = [.. Options.TopK.Select((_, index) => new TopValues(
            rows.Top.Precision(index), rows.Top.Recall(index), rows.Top.Ndcg(index),
            rows.Top.Propensity?.Precision(index) ?? double.NaN, rows.Top.Propensity?.Ndcg(index) ?? double.NaN))];
        var pooled = default(AreaVisitor);
        rows.Scores.VisitAll(ref pooled);
        MicroRocAuc = pooled.HasBothClasses ? pooled.RocAuc : double.NaN;
        MicroAveragePrecision = pooled.AveragePrecision;
    }

    /// <summary>The definitions that hold.</summary>
    public MultiLabelMetricOptions Options { get; }

    /// <summary>Rows that count: those with a weight above 0 and a target that is not missing.</summary>
    public long RowCount { get; }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => PerLabel.Count;

    /// <summary>True and false positives and negatives of all labels together.</summary>
    public ConfusionCounts Counts { get; }

    /// <summary>The measures of each label.</summary>
    public IReadOnlyList<LabelMetrics> PerLabel { get; }

    /// <summary>What the labels are like.</summary>
    public LabelStatistics Statistics { get; }

    /// <summary>Labels that all rows have, or none, and that are therefore left out of macro areas.</summary>
    public int OneClassLabelCount => PerLabel.Count(label => !label.HasBothClasses);

    /// <summary>Every measure that is a single number, with its key and direction.</summary>
    public IReadOnlyList<MeasureValue> Values =>
        [.. MultiLabelMeasure.For(Options).Select(measure => new MeasureValue(measure, measure.Of(this)))];

    /// <summary>The value of a measure by its key.</summary>
    /// <param name="key">A key of <see cref="MultiLabelMeasure"/>, such as <c>micro_f1</c> or <c>precision_at_5</c>.</param>
    /// <exception cref="ArgumentException">There is no such measure, or the options do not ask for its k or beta.</exception>
    public double this[string key] => MultiLabelMeasure.Get(key).Of(this);
}
