namespace MLNetLoss.Losses;

/// <summary>What <see cref="Reduction.Mean"/> divides the sum by.</summary>
public enum MeanDenominator
{
    /// <summary>The number of elements that are neither missing nor masked; PyTorch's mean if all are valid.</summary>
    ValidElements,

    /// <summary>The number of all elements; missing and masked ones count with a loss of 0.</summary>
    AllElements,

    /// <summary>The sum of <c>weight</c> over the valid elements: a weighted mean.</summary>
    WeightSum,

    /// <summary>The number of rows with at least one valid element: the mean over rows of the sum over labels.</summary>
    Rows,
}
