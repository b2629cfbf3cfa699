namespace MLNetLoss.Losses;

/// <summary>What goes beyond PyTorch's arguments. The default value changes nothing.</summary>
public readonly ref struct LossOptions
{
    /// <summary>What a target of NaN means; an error unless said otherwise.</summary>
    public MissingTargets MissingTargets { get; init; }

    /// <summary>
    /// One value an element, true where the element counts; empty when all do. What is masked costs nothing, has gradient 0, is left
    /// out of the mean, and is not checked: input, target and weights may be anything there.
    /// </summary>
    public ReadOnlySpan<bool> Mask { get; init; }

    /// <summary>What the mean divides by; the number of valid elements unless said otherwise.</summary>
    public MeanDenominator Denominator { get; init; }

    /// <summary>The mean of nothing; NaN unless said otherwise.</summary>
    public EmptyMean EmptyMean { get; init; }

    /// <summary>In [0, 1]: a target t is taken as t (1 - s) + s / 2, Keras's definition.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>L, the number of labels in a row; needed by <see cref="MeanDenominator.Rows"/> only.</summary>
    public int LabelCount { get; init; }

    /// <summary>
    /// How many threads may share a large input (65,536 elements or more): 0 and 1 mean the caller's alone, -1 as many as the machine
    /// has. The result is the same to the last bit.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init; }
}
