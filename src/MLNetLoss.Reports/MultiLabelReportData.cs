using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>Everything a report shows.</summary>
public sealed record MultiLabelReportData
{
    /// <summary>The measures, computed with <see cref="MultiLabelMetricOptions.Curves"/>.</summary>
    public required MultiLabelClassificationMetrics Metrics { get; init; }

    /// <summary>The headline measures with their intervals.</summary>
    public required IReadOnlyList<MeasureInterval> Intervals { get; init; }

    /// <summary>The ROC curve of all decisions together; empty when they are of one class.</summary>
    public IReadOnlyList<RocPoint> PooledRoc { get; init; } = [];

    /// <summary>The precision-recall curve of all decisions together.</summary>
    public IReadOnlyList<PrecisionRecallPoint> PooledPrecisionRecall { get; init; } = [];

    /// <summary>What one threshold for all labels would give.</summary>
    public required IReadOnlyList<ThresholdPoint> Sweep { get; init; }

    /// <summary>Which missed label goes with which false one, the heaviest first.</summary>
    public required IReadOnlyList<ErrorPair> Errors { get; init; }
}
