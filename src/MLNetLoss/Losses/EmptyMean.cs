namespace MLNetLoss.Losses;

/// <summary>
/// The mean of nothing: of an empty input, or of one whose every element is missing or masked. By
/// <see cref="MeanDenominator.AllElements"/> the latter is no mean of nothing: it is 0, each element counting with a loss of 0.
/// </summary>
public enum EmptyMean
{
    /// <summary>NaN, PyTorch's answer.</summary>
    NaN,

    /// <summary>0, so that an empty batch changes no running total.</summary>
    Zero,

    /// <summary>An <see cref="ArgumentException"/>.</summary>
    Throw,
}
