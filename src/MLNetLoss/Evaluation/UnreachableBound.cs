namespace MLNetLoss.Evaluation;

/// <summary>What becomes of a label when no threshold reaches the bound; with one threshold, of all labels.</summary>
public enum UnreachableBound
{
    /// <summary>It keeps the model's threshold.</summary>
    KeepThreshold,

    /// <summary>It gets the threshold that comes closest to the bound; for precision this can be one that predicts nearly every row.</summary>
    Nearest,

    /// <summary>It is never predicted: its threshold is positive infinity.</summary>
    NeverPredict,
}
