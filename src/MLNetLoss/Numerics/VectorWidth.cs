namespace MLNetLoss.Numerics;

/// <summary>The number of bits that a kernel processes at once.</summary>
internal enum VectorWidth
{
    /// <summary>One number at a time.</summary>
    Scalar = 1,

    /// <summary>128 bits: SSE, Neon.</summary>
    Bits128 = 128,

    /// <summary>256 bits: AVX2.</summary>
    Bits256 = 256,

    /// <summary>512 bits: AVX-512.</summary>
    Bits512 = 512,
}
