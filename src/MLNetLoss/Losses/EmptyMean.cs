namespace MLNetLoss.Losses;

/// <summary>
/// The mean if its denominator is 0: the input is empty, all elements are missing or masked, or with <see cref="MeanDenominator.WeightSum"/>
/// the weights sum to 0. With <see cref="MeanDenominator.AllElements"/> missing and masked elements count with a loss of 0, so that
/// only an empty input has no mean.
/// </summary>
public enum EmptyMean
{
    /// <summary>NaN, as in PyTorch.</summary>
    NaN,

    /// <summary>0, so that an empty batch does not change a running total.</summary>
    Zero,

    /// <summary>An <see cref="ArgumentException"/>.</summary>
    Throw,
}
