namespace MLNetLoss.Losses.Kernels;

/// <summary>What a kernel reads and writes in one go: a piece of a call, small enough for the first-level cache; or a longer one that is streamed.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct Block<T>
    where T : unmanaged
{
    /// <summary>The greatest number of elements, unless they are streamed. The bits of a total depend on this number and the next.</summary>
    public const int MaxCount = 1536;

    /// <summary>
    /// The greatest number of elements that are streamed in one go. More share the cost of getting going and ending (logits in the cache took .67 ns
    /// an element with as many as a block, .62 with four times that), but a single odd element makes the time of all of them wasted.
    /// </summary>
    public const int MaxStream = 4 * MaxCount;

    /// <summary>The number of elements in this block.</summary>
    public int Count;

    /// <summary>Logits or probabilities.</summary>
    public T* Input;

    /// <summary>Targets in [0, 1].</summary>
    public T* Target;

    /// <summary>Whether every target is known to be 0 or 1.</summary>
    public bool TargetsAreHard;

    /// <summary>
    /// Null if no element is missing. Otherwise the marks of <see cref="Losses.Kernels.Missing"/>; missing elements have target 0, and the kernel's filler
    /// as their input or weight 0. Any gradient may be written for them.
    /// </summary>
    public T* Missing;

    /// <summary>Whether elements whose target is NaN are missing. Only <see cref="ILossKernel{T}.TryStream"/> is given such blocks.</summary>
    public bool NaNIsMissing;

    /// <summary>One weight per element; null if all are 1.</summary>
    public T* Weight;

    /// <summary>One weight of the positive part per element; null if all are 1.</summary>
    public T* PosWeight;

    /// <summary>Receives gradients or element losses; null if only the sum is wanted.</summary>
    public T* Destination;

    /// <summary>The factor that the gradient is multiplied by.</summary>
    public double Scale;

    /// <summary>Label smoothing: the target used is Slope * target + Offset.</summary>
    public double Slope;

    /// <inheritdoc cref="Slope"/>
    public double Offset;

    /// <summary>Whether label smoothing changes the targets.</summary>
    public readonly bool IsSmoothed => Slope != 1 || Offset != 0;

    /// <summary>Whether there are neither weights nor weights of positives.</summary>
    public readonly bool IsUnweighted => Weight == null && PosWeight == null;
}
