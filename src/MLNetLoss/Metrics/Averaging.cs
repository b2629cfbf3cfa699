namespace MLNetLoss.Metrics;

/// <summary>How the measures of single labels or rows are combined into one number.</summary>
public enum Averaging
{
    /// <summary>From the counts of all cells together, as if there were one label.</summary>
    Micro,

    /// <summary>The plain mean over the labels.</summary>
    Macro,

    /// <summary>The mean over the labels, weighted by the number of rows that have each.</summary>
    Weighted,

    /// <summary>Computed per row, then averaged over the rows.</summary>
    Samples,
}
