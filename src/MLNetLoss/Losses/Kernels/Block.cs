namespace MLNetLoss.Losses.Kernels;

/// <summary>A piece of the work, small enough for the first-level cache: what a kernel reads and writes.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct Block<T>
    where T : unmanaged
{
    /// <summary>The most elements that a block has. The sum of a block is one addend of the whole, so this fixes the sum's bits.</summary>
    public const int MaxCount = 1536;

    /// <summary>Elements in this block.</summary>
    public int Count;

    /// <summary>Logits or probabilities.</summary>
    public T* Input;

    /// <summary>Targets in [0, 1].</summary>
    public T* Target;

    /// <summary>Whether every target is known to be 0 or 1.</summary>
    public bool TargetsAreHard;

    /// <summary>One weight an element, or null for ones.</summary>
    public T* Weight;

    /// <summary>One weight of the positive part an element, or null for ones.</summary>
    public T* PosWeight;

    /// <summary>Where gradients or element losses go; null when only the sum is asked for.</summary>
    public T* Destination;

    /// <summary>Factor of the gradient.</summary>
    public double Scale;

    /// <summary>Label smoothing: the target used is Slope * target + Offset.</summary>
    public double Slope;

    /// <inheritdoc cref="Slope"/>
    public double Offset;

    /// <summary>Whether the targets used are others than those given.</summary>
    public readonly bool IsSmoothed => Slope != 1 || Offset != 0;

    /// <summary>Whether nothing weights the element losses.</summary>
    public readonly bool IsUnweighted => Weight == null && PosWeight == null;
}
