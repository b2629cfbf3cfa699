using System.Runtime.Intrinsics;

namespace MLNetLoss.Numerics;

/// <summary>The one list of the widths that kernels come in.</summary>
internal static class VectorWidths
{
    /// <summary>Every width, the widest first. Each runs on every machine; those that the CPU lacks run slowly, by emulation.</summary>
    public static readonly VectorWidth[] All = [VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128, VectorWidth.Scalar];

    /// <summary>The widest that this CPU has, which is what the library uses.</summary>
    public static readonly VectorWidth Best = Array.Find(All, IsAccelerated);

    /// <summary>Whether the CPU has the width.</summary>
    public static bool IsAccelerated(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Vector512.IsHardwareAccelerated,
        VectorWidth.Bits256 => Vector256.IsHardwareAccelerated,
        VectorWidth.Bits128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };
}
