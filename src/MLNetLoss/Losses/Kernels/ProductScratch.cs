using System.Runtime.CompilerServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The scratch memory of a block, which the caller provides.</summary>
internal readonly unsafe struct ProductScratch
{
    /// <summary>The number of elements that an iteration takes at the widest vector. At every width, a block is padded to a multiple of it.</summary>
    public const int Group = 2 * Lanes.Count;

    /// <summary>How many elements a loop may read ahead of those it takes.</summary>
    public const int LookAhead = 2 * Group;

    /// <summary>How many elements ahead of those it takes a streaming loop writes signed inputs: enough to hide the latency of the second-level cache.</summary>
    public const int SignAhead = 4 * Group;

    /// <summary>
    /// How many elements behind those it takes a streaming loop signs gradients: a vector that was stored in two halves cannot be loaded as a whole without
    /// a stall until the stores have left the store queue.
    /// </summary>
    public const int FinishBehind = 6 * Group;

    /// <summary>The fewest elements that are worth streaming.</summary>
    public const int ShortestStream = 2 * (SignAhead + FinishBehind);

    /// <summary>The fewest elements of a lane's product: with shorter products, there would be no room for all of a block.</summary>
    public const int ShortestProduct = 4;

    /// <summary>The numbers kept of a span of elements: two products per lane.</summary>
    public const int KeptOfSpan = 2 * Lanes.Count;

    /// <summary>The greatest number of numbers kept.</summary>
    public const int KeptSize = KeptOfSpan * MaxSpans;

    /// <summary>The greatest number of constants that a form may have.</summary>
    public const int MaxConstants = 8;

    /// <summary>The number of vectors of floats that streaming needs.</summary>
    public const int MaxBounds = 3;

    /// <summary>The size of the memory in bytes.</summary>
    public const int Size = (sizeof(float) * (Capacity + DistanceCapacity)) + (sizeof(double) * (KeptSize + ConstantsSize)) + Alignment;

    private const int ConstantsSize = (MaxConstants + MaxBounds) * Lanes.Count;

    private const int Capacity = FinishBehind + Block<float>.MaxCount + SignAhead;

    private const int DistanceCapacity = Block<float>.MaxStream + LookAhead;

    private const int MaxSpans = Block<float>.MaxCount / (ShortestProduct * Lanes.Count);

    /// <summary>The size of a cache line, so that no vector straddles two.</summary>
    private const int Alignment = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ProductScratch(byte* memory)
    {
        Kept = (double*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        Constants = Kept + KeptSize;

        Bounds = (float*)(Constants + (MaxConstants * Lanes.Count));

        // What a streaming loop has yet to finish lies before the first element when the loop returns to it.
        Signed = (float*)(Constants + ConstantsSize) + FinishBehind;
        Distance = Signed - FinishBehind + Capacity;
    }

    /// <summary>The signed inputs, later replaced by the magnitudes of the gradient.</summary>
    public float* Signed { get; }

    /// <summary>The distances of soft targets from the nearer of 0 and 1; when streaming in place, the gradient.</summary>
    public float* Distance { get; }

    /// <summary>The form's constants, each broadcast to a vector.</summary>
    public double* Constants { get; }

    /// <summary>When streaming: the least and the greatest input, each broadcast to a vector, and a vector that is not zero once a target was neither 0 nor 1.</summary>
    public float* Bounds { get; }

    /// <summary>The products, span by span.</summary>
    public double* Kept { get; }
}
