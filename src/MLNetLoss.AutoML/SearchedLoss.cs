namespace MLNetLoss.AutoML;

/// <summary>The losses that a search chooses from.</summary>
public enum SearchedLoss
{
    /// <summary>Binary cross-entropy.</summary>
    BinaryCrossEntropy,

    /// <summary>Focal loss without balancing, which down-weights easy cells.</summary>
    Focal,

    /// <summary>Asymmetric loss, which down-weights easy negatives and ignores very easy ones.</summary>
    Asymmetric,
}
