namespace MLNetLoss.Sample.Learning;

/// <summary>The user's settings for the trainer; null leaves the choice to the trainer.</summary>
internal sealed record TrainerSettings
{
    /// <summary>The name of mini-batch gradient descent.</summary>
    public const string GradientDescent = "gradient-descent";

    /// <summary>The name of the exact solver.</summary>
    public const string LogisticRegression = "logistic-regression";

    /// <summary>Binary cross-entropy of the logits.</summary>
    public const string LogitLoss = "bce-with-logits";

    /// <summary>Binary cross-entropy of the probabilities.</summary>
    public const string ProbabilityLoss = "bce";

    /// <summary>Focal loss of the logits, with positives and negatives weighing the same.</summary>
    public const string FocalLoss = "focal";

    /// <summary>Asymmetric loss of the logits.</summary>
    public const string AsymmetricLoss = "asymmetric";

    /// <summary>Which trainer.</summary>
    public string Trainer { get; init; } = GradientDescent;

    /// <summary>The weight of half the sum of squared weights; null for <see cref="TextPipeline.L2Regularization"/> if the data is text.</summary>
    public float? L2 { get; init; }

    /// <summary>Whether each label has a bias.</summary>
    public bool FitBias { get; init; } = true;

    /// <summary>The loss that gradient descent minimises.</summary>
    public string Loss { get; init; } = LogitLoss;

    /// <summary>The focusing exponent of the focal loss, or of negatives in the asymmetric loss.</summary>
    public float? Gamma { get; init; }

    /// <summary>Whether each label's positives are weighted by its negatives over its positives.</summary>
    public bool BalancePosWeight { get; init; }

    /// <summary>The number of passes over the rows, or the maximum number of steps of the exact solver.</summary>
    public int? Iterations { get; init; }

    /// <summary>Threads; the model does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>In how many rows a word or a pair of words must occur to become a feature, if the data is text; null to leave it to <see cref="TextPipeline"/>.</summary>
    public int? MinimumRows { get; init; }

    /// <summary>The random seed.</summary>
    public int Seed { get; init; } = 1;
}
