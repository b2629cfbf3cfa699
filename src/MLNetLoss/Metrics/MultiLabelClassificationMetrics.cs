namespace MLNetLoss.Metrics;

/// <summary>
/// Every measure of a multi-label evaluation. Definitions are scikit-learn's where it has the measure, unless the options say
/// otherwise; <see cref="Values"/> lists all single numbers with their keys.
/// </summary>
public sealed partial class MultiLabelClassificationMetrics
{
    internal MultiLabelClassificationMetrics(IMetricSums rows)
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
        SubsetAccuracy = rows.RowMean(RowSlots.SubsetAccuracy);
        SamplesPrecision = rows.RowMean(RowSlots.Precision);
        SamplesRecall = rows.RowMean(RowSlots.Recall);
        SamplesF1 = rows.RowMean(RowSlots.F1);
        SamplesJaccard = rows.RowMean(RowSlots.Jaccard);
        SamplesSpecificity = rows.RowMean(RowSlots.Specificity);
        SamplesNegativePredictiveValue = rows.RowMean(RowSlots.NegativePredictiveValue);
        _samplesFBeta = [.. Options.Betas.Select((_, index) => rows.RowMean(RowSlots.FBeta(index)))];
        CrossEntropyFromLogits = rows.CrossEntropyFromLogits;
        BinaryCrossEntropy = labels.Sum(label => rows.CrossEntropy(label.Index)) / Counts.Total;
        BrierScore = labels.Sum(label => rows.Squares(label.Index)) / Counts.Total;
        ReliabilityBins = rows.Parts.HasFlag(MeasureParts.Losses) ? rows.Bins(null) : [];
        LabelRankingAveragePrecision = rows.RowMean(RowSlots.LabelRankingAveragePrecision);
        SamplesAveragePrecision = rows.RowMean(RowSlots.AveragePrecision);
        SamplesRocAuc = rows.RowMean(RowSlots.RocAuc);
        CoverageError = rows.RowMean(RowSlots.Coverage);
        RankingLoss = rows.RowMean(RowSlots.RankingLoss);
        ErrorSetSize = rows.RowMean(RowSlots.ErrorSetSize);
        IsError = rows.RowMean(RowSlots.IsError);
        OneError = rows.RowMean(RowSlots.OneError);
        var slots = new RowSlots(Options);
        _top = [.. Options.TopK.Select((_, index) => new TopValues(family => rows.RowMean(slots.At(family, index))))];
        if (!rows.Parts.HasFlag(MeasureParts.Areas))
            return;
        var pooled = default(AreaVisitor);
        rows.Visit(null, ref pooled);
        MicroRocAuc = pooled.HasBothClasses ? pooled.RocAuc : double.NaN;
        MicroAveragePrecision = pooled.AveragePrecision;
    }

    /// <summary>The definitions the measures were computed by.</summary>
    public MultiLabelMetricOptions Options { get; }

    /// <summary>Rows that count: those with a weight above 0 and a target that is not missing.</summary>
    public long RowCount { get; }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => PerLabel.Count;

    /// <summary>True and false positives and negatives of all labels together.</summary>
    public ConfusionCounts Counts { get; }

    /// <summary>The measures of each label.</summary>
    public IReadOnlyList<LabelMetrics> PerLabel { get; }

    /// <summary>Statistics of the labels.</summary>
    public LabelStatistics Statistics { get; }

    /// <summary>Number of labels that all rows have, or none, and that macro areas therefore leave out by default.</summary>
    public int OneClassLabelCount => PerLabel.Count(label => !label.HasBothClasses);

    /// <summary>Every measure that is a single number, with its key and direction.</summary>
    public IReadOnlyList<MeasureValue> Values =>
        [.. MultiLabelMeasure.For(Options).Select(measure => new MeasureValue(measure, measure.Of(this)))];

    /// <summary>The value of a measure by its key.</summary>
    /// <param name="key">A key of <see cref="MultiLabelMeasure"/>, such as <c>micro_f1</c> or <c>precision_at_5</c>.</param>
    /// <exception cref="ArgumentException">There is no such measure, or the options do not include its k or beta.</exception>
    public double this[string key] => MultiLabelMeasure.Get(key).Of(this);
}
