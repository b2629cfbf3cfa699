namespace MLNetLoss.Solvers;

/// <summary>What a training by gradient descent gives.</summary>
internal sealed record GradientDescentResult
{
    /// <summary>The model; the best one by the validation measure where there were validation rows.</summary>
    public required LinearModel Model { get; init; }

    /// <summary>What was told after each pass.</summary>
    public required IReadOnlyList<GradientDescentProgress> Curve { get; init; }

    /// <summary>Why the training ended.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>The pass after which the weights were as the model has them, counted from 1.</summary>
    public required int BestPass { get; init; }

    /// <summary>The factor of half the squared weights that was used.</summary>
    public required double L2Regularization { get; init; }

    /// <summary>The learning rate that was used, before the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Rows of a step, at most.</summary>
    public required int BatchSize { get; init; }

    /// <summary>What the first pass over the rows told: rows skipped for a NaN or infinite feature, label counts.</summary>
    public required RowStatistics Statistics { get; init; }

    /// <summary>Passes done.</summary>
    public int PassCount => Curve.Count;
}
