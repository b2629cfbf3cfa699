namespace MLNetLoss.Losses.Kernels;

/// <summary>What computes a block of a loss.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILossKernel<T>
    where T : unmanaged
{
    /// <summary>The sum of the weighted element losses, in double; with a destination, also the scaled gradient.</summary>
    double Sum(in Block<T> block);

    /// <summary>
    /// The same sum in a faster way, for kernels that have one: it checks targets and inputs itself. False if the block is not of the kind that
    /// goes this way; inputs are as they were then, while a destination elsewhere may hold numbers that mean nothing.
    /// </summary>
    bool TrySum(in Block<T> block, out double sum);

    /// <summary>Writes the weighted element losses to the destination.</summary>
    void Each(in Block<T> block);
}
