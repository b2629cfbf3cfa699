namespace MLNetLoss.Losses;

/// <summary>Options beyond PyTorch's arguments. The default value changes nothing.</summary>
public readonly ref struct LossOptions
{
    /// <summary>What a target of NaN means; an error by default.</summary>
    public MissingTargets MissingTargets { get; init; }

    /// <summary>
    /// One value per element, true for elements that count; empty if all do. A masked element has loss 0 and gradient 0, is left out of the
    /// mean, and is not checked: its input, target and weights may have any value.
    /// </summary>
    public ReadOnlySpan<bool> Mask { get; init; }

    /// <summary>What the mean divides by; the number of valid elements by default.</summary>
    public MeanDenominator Denominator { get; init; }

    /// <summary>The mean if there is nothing to average; NaN by default.</summary>
    public EmptyMean EmptyMean { get; init; }

    /// <summary>The smoothing s in [0, 1]: a target t becomes t (1 - s) + s / 2, as in Keras. 0 by default.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>L, the number of labels in a row; needed only by <see cref="MeanDenominator.Rows"/>.</summary>
    public int LabelCount { get; init; }

    /// <summary>
    /// How many threads may share a large input (65,536 elements or more): 0 and 1 mean the caller's alone, -1 one per processor. The result
    /// is the same to the last bit.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init; }
}
