namespace MLNetLoss.Sample.Learning;

/// <summary>What the user asked of the trainer; what is null is the trainer's own choice.</summary>
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

    /// <summary>Which trainer.</summary>
    public string Trainer { get; init; } = GradientDescent;

    /// <summary>The weight of half the sum of squared weights.</summary>
    public float? L2 { get; init; }

    /// <summary>Whether each label has a bias.</summary>
    public bool FitBias { get; init; } = true;

    /// <summary>The loss that gradient descent makes small.</summary>
    public string Loss { get; init; } = LogitLoss;

    /// <summary>Passes over the rows, or at most so many steps of the exact solver.</summary>
    public int? Iterations { get; init; }

    /// <summary>Threads; the model does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>The seed of what is random.</summary>
    public int Seed { get; init; } = 1;
}
