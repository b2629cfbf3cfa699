namespace MLNetLoss.Losses;

/// <summary>How a loss reduces its N x L element losses, as PyTorch's <c>reduction</c> argument.</summary>
public enum Reduction
{
    /// <summary>No reduction: one value per element.</summary>
    None,

    /// <summary>The sum divided by the number of elements, even if elements have weights (PyTorch's rule).</summary>
    Mean,

    /// <summary>The sum of all elements.</summary>
    Sum,
}
