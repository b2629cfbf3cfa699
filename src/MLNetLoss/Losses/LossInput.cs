namespace MLNetLoss.Losses;

/// <summary>What a loss takes as its input.</summary>
public enum LossInput
{
    /// <summary>Raw scores, any real number; the sigmoid is part of the loss.</summary>
    Logits,

    /// <summary>Probabilities in [0, 1]; the sigmoid came before.</summary>
    Probabilities,
}
