namespace MLNetLoss.Losses.Kernels;

/// <summary>Computes a loss block by block.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILossKernel<T>
    where T : unmanaged
{
    /// <summary>Returns the sum of the weighted element losses, in double; if there is a destination, writes the scaled gradient to it.</summary>
    double Sum(in Block<T> block);

    /// <summary>The input of missing elements in unweighted blocks that the fast path takes; null if it takes no such blocks.</summary>
    T? Filler { get; }

    /// <summary>Whether the fast path takes whole blocks in which the targets of missing elements are NaN.</summary>
    bool StreamsMissing { get; }

    /// <summary>
    /// The same by a fast path, which checks targets and inputs itself. False if the kernel has none, or not for this block: the inputs are then
    /// unchanged, but a destination that is not the input may hold meaningless numbers.
    /// </summary>
    bool TrySum(in Block<T> block, out double sum);

    /// <summary>Writes the weighted element losses to the destination.</summary>
    void Each(in Block<T> block);
}
