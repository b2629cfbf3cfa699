namespace MLNetLoss.Metrics;

/// <summary>What the mean area under the ROC curve does with a label that all rows have, or none.</summary>
public enum OneClassLabels
{
    /// <summary>Left out; the result says how many labels were.</summary>
    LeftOut,

    /// <summary>Counted as 0, as torchmetrics does.</summary>
    Zero,

    /// <summary>The mean is not a number, as in scikit-learn since 1.6 (before, an exception).</summary>
    NaN,
}
