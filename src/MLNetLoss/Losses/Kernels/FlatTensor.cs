using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A tensor as a flat span, row by row: its own memory if it is dense, otherwise a copy in rented memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct FlatTensor<T>
    where T : unmanaged
{
    private readonly T[]? _rented;

    /// <summary>What the values were copied from; empty if they are the tensor's own memory.</summary>
    private readonly ReadOnlyTensorSpan<T> _source;

    /// <summary>Flattens a tensor.</summary>
    public FlatTensor(in ReadOnlyTensorSpan<T> tensor)
    {
        if (tensor.IsEmpty)
        {
            return;
        }

        int length = checked((int)tensor.FlattenedLength);
        if (IsInOrder(tensor.Lengths, tensor.Strides))
        {
            Values = MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), length);
            return;
        }

        _source = tensor;
        _rented = ArrayPool<T>.Shared.Rent(length);
        tensor.FlattenTo(_rented);
        Values = _rented.AsSpan(0, length);
    }

    /// <summary>
    /// Flattens weights for an input of the given shape, by PyTorch's broadcasting rule: shapes are aligned at the last dimension, and a dimension
    /// that is missing or has length 1 repeats. Weights that repeat as a whole from the start are left as they are; others are expanded.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public FlatTensor(in ReadOnlyTensorSpan<T> weights, ReadOnlySpan<nint> shape, string name)
    {
        FlatTensor<T> own = new(weights);
        Values = own.Values;
        _rented = own._rented;
        _source = own._source;
        ReadOnlySpan<nint> lengths = weights.Lengths;
        while (lengths.Length > shape.Length && lengths[0] == 1)
        {
            lengths = lengths[1..];
        }

        if (own.Values.Length <= 1 || lengths.TrimStart((nint)1) is var inner && inner.Length <= shape.Length && shape[^inner.Length..].SequenceEqual(inner))
        {
            return;
        }

        Span<nint> strides = stackalloc nint[shape.Length];
        nint stride = 1;
        bool fits = lengths.Length <= shape.Length;
        for (int i = 1; i <= lengths.Length && fits; i++)
        {
            fits = lengths[^i] == 1 || lengths[^i] == shape[^i];
            strides[^i] = lengths[^i] == 1 ? 0 : stride;
            stride *= lengths[^i];
        }

        if (!fits)
        {
            own.Dispose();
            Faults.Throw(name, $"{name} has the shape {Show(weights.Lengths)}, which does not broadcast to input's {Show(shape)}.");
        }

        int count = 1;
        foreach (nint length in shape)
        {
            count = checked(count * (int)length);
        }

        _source = weights;
        _rented = ArrayPool<T>.Shared.Rent(count);
        Lay(own.Values, _rented.AsSpan(0, count), shape, strides);
        Values = _rented.AsSpan(0, count);
        own.Dispose();
    }

    /// <summary>The values, row by row; empty for an empty tensor.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>Throws unless two tensors have the same shape.</summary>
    public static void CheckSameShape(ReadOnlySpan<nint> input, ReadOnlySpan<nint> other, string name)
    {
        if (!input.SequenceEqual(other))
        {
            Faults.Throw(name, $"{name} has the shape {Show(other)} but input has {Show(input)}; they must be the same.");
        }
    }

    /// <summary>The memory of a tensor that is written to.</summary>
    /// <exception cref="ArgumentException">Its shape is not the input's, or it is not dense.</exception>
    public static Span<T> Destination(in TensorSpan<T> tensor, ReadOnlySpan<nint> shape, string name)
    {
        CheckSameShape(shape, tensor.Lengths, name);
        if (tensor.IsEmpty)
        {
            return [];
        }

        if (!IsInOrder(tensor.Lengths, tensor.Strides))
        {
            Faults.Throw(name, $"{name} is not dense: its values must be contiguous, row by row.");
        }

        return MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));
    }

    /// <summary>Whether memory that is to be written holds an element that the values were copied from, which a comparison with the values does not show.</summary>
    /// <param name="written">The memory.</param>
    /// <param name="offset">Where the memory starts, counted from the tensor's first element.</param>
    public bool SourceOverlaps(Span<T> written, out int offset)
    {
        offset = 0;
        if (_source.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<nint> shape = _source.Lengths;
        ReadOnlySpan<nint> strides = _source.Strides;
        nint last = 0;
        for (int d = 0; d < shape.Length; d++)
        {
            last += strides[d] * (shape[d] - 1);
        }

        ReadOnlySpan<T> extent = MemoryMarshal.CreateReadOnlySpan(in _source.GetPinnableReference(), checked((int)last + 1));
        if (!extent.Overlaps(written, out offset))
        {
            return false;
        }

        // What is written may lie between the tensor's elements.
        Span<nint> index = stackalloc nint[shape.Length];
        index.Clear();
        nint place = 0;
        for (nint i = _source.FlattenedLength; i > 0; i--)
        {
            if (place >= offset && place < offset + written.Length)
            {
                return true;
            }

            Advance(ref place, index, shape, strides);
        }

        return false;
    }

    /// <summary>Returns the rented memory.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
        }
    }

    /// <summary>Whether the values are contiguous, row by row. Strides of dimensions of length 1 do not matter.</summary>
    private static bool IsInOrder(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        nint expected = 1;
        for (int d = lengths.Length - 1; d >= 0; d--)
        {
            if (lengths[d] != 1 && strides[d] != expected)
            {
                return false;
            }

            expected *= lengths[d];
        }

        return true;
    }

    private static void Lay(ReadOnlySpan<T> from, Span<T> to, ReadOnlySpan<nint> shape, ReadOnlySpan<nint> strides)
    {
        Span<nint> index = stackalloc nint[shape.Length];
        index.Clear();
        nint offset = 0;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = from[(int)offset];
            Advance(ref offset, index, shape, strides);
        }
    }

    /// <summary>Moves on to the next element, row by row.</summary>
    private static void Advance(ref nint offset, Span<nint> index, ReadOnlySpan<nint> shape, ReadOnlySpan<nint> strides)
    {
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            offset += strides[d];
            if (++index[d] < shape[d])
            {
                return;
            }

            offset -= strides[d] * shape[d];
            index[d] = 0;
        }
    }

    private static string Show(ReadOnlySpan<nint> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
