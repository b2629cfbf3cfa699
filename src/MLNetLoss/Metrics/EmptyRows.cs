namespace MLNetLoss.Metrics;

/// <summary>How ranking measures treat a row that has none of the labels.</summary>
public enum EmptyRows
{
    /// <summary>
    /// Counted, with the value of the measure's source: 1 for label ranking average precision; 0 for coverage, ranking loss, average precision by
    /// samples, and precision, recall and nDCG at k; an error for one-error.
    /// </summary>
    Counted,

    /// <summary>Left out of the mean.</summary>
    LeftOut,
}
