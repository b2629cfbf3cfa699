namespace MLNetLoss.Losses;

/// <summary>The kind of input that a loss takes.</summary>
public enum LossInput
{
    /// <summary>Raw scores, any real numbers; the loss includes the sigmoid.</summary>
    Logits,

    /// <summary>Probabilities in [0, 1]; the sigmoid has already been applied.</summary>
    Probabilities,
}
