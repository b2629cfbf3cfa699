namespace MLNetLoss.Metrics;

/// <summary>How a measure of one label (or one row) becomes one number.</summary>
public enum Averaging
{
    /// <summary>From the counts of all cells together, as if all labels were one.</summary>
    Micro,

    /// <summary>The plain mean over the labels.</summary>
    Macro,

    /// <summary>The mean over the labels, each weighing as many as the rows that have it.</summary>
    Weighted,

    /// <summary>Computed per row, then averaged over the rows.</summary>
    Samples,
}
