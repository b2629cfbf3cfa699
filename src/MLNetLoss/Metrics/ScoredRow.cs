namespace MLNetLoss.Metrics;

/// <summary>One checked row, as the parts of <see cref="MultiLabelMetricsAccumulator"/> see it. All spans have length L.</summary>
internal readonly ref struct ScoredRow
{
    /// <summary>The scores, none NaN.</summary>
    public required ReadOnlySpan<float> Scores { get; init; }

    /// <summary>The probabilities in [0, 1]; empty when they are the sigmoid of the scores.</summary>
    public required ReadOnlySpan<float> Probabilities { get; init; }

    /// <summary>Whether each label is predicted.</summary>
    public required ReadOnlySpan<bool> Predicted { get; init; }

    /// <summary>The targets in [0, 1], NaN where missing.</summary>
    public required ReadOnlySpan<float> Targets { get; init; }

    /// <summary>Whether the row has each label: its target is above one half.</summary>
    public required ReadOnlySpan<bool> Positive { get; init; }

    /// <summary>The row's weight, above 0.</summary>
    public required float Weight { get; init; }

    /// <summary>Number of targets that are not missing, at least 1.</summary>
    public required int PresentCount { get; init; }

    /// <summary>Number of labels the row has.</summary>
    public required int PositiveCount { get; init; }

    /// <summary>Whether a target lies strictly between 0 and 1.</summary>
    public required bool IsSoft { get; init; }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => Scores.Length;

    /// <summary>Whether no target is missing.</summary>
    public bool IsComplete => PresentCount == LabelCount;
}
