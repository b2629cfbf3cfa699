namespace MLNetLoss.Losses;

/// <summary>What a loss makes of its N x L element losses, as in PyTorch's <c>reduction</c> argument.</summary>
public enum Reduction
{
    /// <summary>No reduction: one value for each element.</summary>
    None,

    /// <summary>The sum divided by the number of elements, also when elements carry weights (PyTorch's rule).</summary>
    Mean,

    /// <summary>The sum of all elements.</summary>
    Sum,
}
