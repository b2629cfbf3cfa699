using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetLoss.Numerics;

/// <summary>
/// Zeroed floats aligned to a cache line, so that vectors of 16 never straddle two lines. The memory is a pinned managed array, so nothing
/// has to be freed.
/// </summary>
internal sealed class AlignedBuffer
{
    /// <summary>The number of floats in a cache line, and in the widest vector.</summary>
    public const int Lane = 16;

    private readonly float[] _memory;
    private readonly int _offset;

    /// <summary>Allocates the memory.</summary>
    /// <param name="length">The number of floats.</param>
    public AlignedBuffer(int length)
    {
        _memory = GC.AllocateArray<float>(checked(length + Lane), pinned: true);
        nuint address = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _offset = (int)(((64 - (address & 63)) & 63) / sizeof(float));
        Length = length;
    }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>All of the floats.</summary>
    public Span<float> Span => _memory.AsSpan(_offset, Length);

    /// <summary>The first float.</summary>
    public ref float Origin => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), _offset);

    /// <summary>Rounds a number of floats up to a multiple of <see cref="Lane"/>.</summary>
    /// <param name="count">The number.</param>
    public static int RoundUp(int count) => checked(count + Lane - 1) & ~(Lane - 1);
}
