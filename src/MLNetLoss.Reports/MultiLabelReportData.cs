using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>Everything a report shows.</summary>
public sealed record MultiLabelReportData
{
    /// <summary>The measures, computed with <see cref="MultiLabelMetricOptions.Curves"/>.</summary>
    public required MultiLabelClassificationMetrics Metrics { get; init; }

    /// <summary>The headline measures with their intervals.</summary>
    public required IReadOnlyList<MeasureInterval> Intervals { get; init; }

    /// <summary>The ROC curve of all decisions together; empty when all targets are of one class.</summary>
    public IReadOnlyList<RocPoint> PooledRoc { get; init; } = [];

    /// <summary>The precision-recall curve of all decisions together.</summary>
    public IReadOnlyList<PrecisionRecallPoint> PooledPrecisionRecall { get; init; } = [];

    /// <summary>The measures at each threshold shared by all labels.</summary>
    public required IReadOnlyList<ThresholdPoint> Sweep { get; init; }

    /// <summary>Which labels are missed where which others are predicted wrongly, the heaviest pair first.</summary>
    public required IReadOnlyList<ErrorPair> Errors { get; init; }
}
