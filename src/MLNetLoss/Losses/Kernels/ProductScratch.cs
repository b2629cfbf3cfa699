using System.Runtime.CompilerServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>What a block needs between its loops, in memory of the caller's.</summary>
internal readonly unsafe struct ProductScratch
{
    /// <summary>The elements that a turn of the loop takes at the widest vector; at all widths a block is filled up to a multiple of them.</summary>
    public const int Group = 2 * Lanes.Count;

    /// <summary>Elements that a loop may look ahead of those it takes.</summary>
    public const int LookAhead = 2 * Group;

    /// <summary>Elements that inputs may get their signs ahead of those it takes.</summary>
    public const int SignAhead = 4 * Group;

    /// <summary>The fewest elements that there is room for products of, unless a block has fewer.</summary>
    public const int ShortestProduct = 4;

    /// <summary>What is kept of the products of a span of elements: two numbers a lane.</summary>
    public const int KeptOfSpan = 2 * Lanes.Count;

    /// <summary>The most constants of a form.</summary>
    public const int MaxConstants = 8;

    /// <summary>Vectors of floats that streaming needs.</summary>
    public const int MaxBounds = 3;

    /// <summary>Bytes of memory that one needs.</summary>
    public const int Size = (2 * sizeof(float) * Capacity) + (sizeof(double) * ((KeptOfSpan * MaxSpans) + ConstantsSize)) + Alignment;

    private const int ConstantsSize = (MaxConstants + MaxBounds) * Lanes.Count;

    private const int Capacity = Group + Block<float>.MaxCount + SignAhead;

    private const int MaxSpans = Block<float>.MaxCount / (ShortestProduct * Lanes.Count);

    /// <summary>A line of the cache, which no vector then straddles.</summary>
    private const int Alignment = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ProductScratch(byte* memory)
    {
        Kept = (double*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        Constants = Kept + (KeptOfSpan * MaxSpans);

        Bounds = (float*)(Constants + (MaxConstants * Lanes.Count));

        // The first turn of a loop writes what is no element's before the first.
        Signed = (float*)(Constants + ConstantsSize) + Group;
        Distance = Signed + Capacity;
    }

    /// <summary>Signed inputs, and in their place later the magnitudes of the gradient.</summary>
    public float* Signed { get; }

    /// <summary>Soft targets' distances from the nearer of 0 and 1; when streaming in place, the gradient.</summary>
    public float* Distance { get; }

    /// <summary>The form's constants, each in all lanes of a vector.</summary>
    public double* Constants { get; }

    /// <summary>When streaming, the least input and the greatest, each in all lanes of a vector, and a vector of what is wrong with targets.</summary>
    public float* Bounds { get; }

    /// <summary>What is kept of the products, span by span.</summary>
    public double* Kept { get; }
}
