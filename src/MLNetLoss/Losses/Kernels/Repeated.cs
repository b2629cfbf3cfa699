using System.Buffers;

namespace MLNetLoss.Losses.Kernels;

/// <summary>Weights that repeat from the start, laid out so that a block can read them contiguously from any start.</summary>
internal readonly ref struct Repeated<T>
    where T : unmanaged
{
    private readonly T[]? _rented;

    /// <summary>Lays out weights for an input of the given length.</summary>
    public Repeated(ReadOnlySpan<T> weights, int inputLength)
    {
        Period = Math.Max(weights.Length, 1);
        if (weights.IsEmpty || weights.Length >= inputLength)
        {
            Values = weights;
            return;
        }

        int length = (int)Math.Min((long)weights.Length + Block<T>.MaxCount, inputLength);
        _rented = ArrayPool<T>.Shared.Rent(length);
        Span<T> values = _rented.AsSpan(0, length);
        weights.CopyTo(values);
        for (int filled = weights.Length; filled < length; filled *= 2)
        {
            values[..Math.Min(filled, length - filled)].CopyTo(values[filled..]);
        }

        Values = values;
    }

    /// <summary>The weights, followed by enough repetitions; empty when there are none.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>The number of elements after which they repeat: the weight of element i is at i mod this.</summary>
    public int Period { get; }

    /// <summary>Returns the rented memory.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
        }
    }
}
