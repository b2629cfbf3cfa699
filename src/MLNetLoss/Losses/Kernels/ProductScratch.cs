using System.Runtime.CompilerServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>What a block needs between the loops of <see cref="ProductSteps"/>, in memory of the caller's.</summary>
internal readonly unsafe struct ProductScratch
{
    /// <summary>Elements that a loop may look ahead of the one it takes.</summary>
    public const int LookAhead = 2 * Lanes.Count;

    /// <summary>Bytes of memory that one needs.</summary>
    public const int Size = (2 * sizeof(float) * Capacity) + Alignment;

    private const int Capacity = Block<float>.MaxCount + LookAhead;

    /// <summary>A line of the cache, which no vector then straddles.</summary>
    private const int Alignment = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ProductScratch(byte* memory)
    {
        Signed = (float*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        Distance = Signed + Capacity;
    }

    /// <summary>Signed inputs, and in their place later the magnitudes of the gradient.</summary>
    public float* Signed { get; }

    /// <summary>Soft targets' distances from the nearer of 0 and 1.</summary>
    public float* Distance { get; }
}
