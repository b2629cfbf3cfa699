namespace MLNetLoss.Metrics;

/// <summary>What ranking measures do with a row that has none of the labels.</summary>
public enum EmptyRows
{
    /// <summary>
    /// Counted with the value the measure's source gives: label ranking average precision 1, coverage 0, ranking loss 0, and 0 for
    /// precision, recall and nDCG at k; the top label is then an error.
    /// </summary>
    Counted,

    /// <summary>Left out of the mean.</summary>
    LeftOut,
}
