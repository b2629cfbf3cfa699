namespace MLNetLoss.Metrics;

/// <summary>How the mean area under the ROC curve treats a label that all rows have, or none.</summary>
public enum OneClassLabels
{
    /// <summary>Left out; <see cref="MultiLabelClassificationMetrics.OneClassLabelCount"/> says how many were.</summary>
    LeftOut,

    /// <summary>Counted as 0, as torchmetrics does.</summary>
    Zero,

    /// <summary>The mean is NaN, as in scikit-learn 1.6 and later (earlier versions raise an exception).</summary>
    NaN,
}
