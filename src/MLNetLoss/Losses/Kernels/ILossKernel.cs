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

    /// <summary>Whether <see cref="TryStream"/> may succeed.</summary>
    bool Streams { get; }

    /// <summary>
    /// The sum and the gradient by the fastest path, which assumes that nothing is unusual, and notices if that was wrong. Elements have no weights, and
    /// targets are not smoothed. The number of elements is a multiple of <see cref="ProductScratch.Group"/>, at least
    /// <see cref="ProductScratch.ShortestStream"/>, and at most <see cref="Block{T}.MaxStream"/>, or <see cref="Block{T}.MaxCount"/> if there are weights of
    /// positives. False if it fails: the inputs are then unchanged, but a destination that is not the input may hold meaningless numbers.
    /// </summary>
    bool TryStream(in Block<T> block, out double sum);

    /// <summary>
    /// The same by a path that is fast, too, and checks targets and inputs itself. False if the kernel has none, or not for this block: the inputs are then
    /// unchanged, but a destination that is not the input may hold meaningless numbers.
    /// </summary>
    bool TrySum(in Block<T> block, out double sum);

    /// <summary>Writes the weighted element losses to the destination.</summary>
    void Each(in Block<T> block);
}
