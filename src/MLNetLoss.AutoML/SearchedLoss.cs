namespace MLNetLoss.AutoML;

/// <summary>The losses among which a search chooses; all of them learn probabilities or rankings of labels from logits.</summary>
public enum SearchedLoss
{
    /// <summary>Binary cross-entropy.</summary>
    BinaryCrossEntropy,

    /// <summary>Focal loss without balancing, which counts easy cells less.</summary>
    Focal,

    /// <summary>Asymmetric loss, which counts easy negatives less and very easy ones not at all.</summary>
    Asymmetric,
}
