using System.Runtime.Intrinsics;

namespace MLNetLoss.Numerics;

/// <summary>The vector widths that kernels support; there is no other list of them.</summary>
internal static class VectorWidths
{
    /// <summary>All widths, the widest first. Each runs on every machine; those that the CPU does not support are emulated, which is slow.</summary>
    public static readonly VectorWidth[] All = [VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128, VectorWidth.Scalar];

    /// <summary>The widest that the CPU supports, which is the one that the library uses.</summary>
    public static readonly VectorWidth Best = Array.Find(All, IsAccelerated);

    /// <summary>Whether the CPU supports the width.</summary>
    public static bool IsAccelerated(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Vector512.IsHardwareAccelerated,
        VectorWidth.Bits256 => Vector256.IsHardwareAccelerated,
        VectorWidth.Bits128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };
}
