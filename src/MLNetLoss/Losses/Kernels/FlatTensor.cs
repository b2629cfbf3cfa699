using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MLNetLoss.Losses.Kernels;

/// <summary>A tensor as a flat span, row by row: its own memory where that is dense, else a copy in rented memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct FlatTensor<T>
    where T : unmanaged
{
    private readonly T[]? _rented;

    /// <summary>The tensor as it is.</summary>
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

        _rented = ArrayPool<T>.Shared.Rent(length);
        tensor.FlattenTo(_rented);
        Values = _rented.AsSpan(0, length);
    }

    /// <summary>
    /// Weights for an input of a shape, by PyTorch's rule of broadcasting: shapes are aligned at the last dimension, and a dimension that is
    /// missing or has length 1 repeats. Only what does not repeat from the start as it stands is laid out.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public FlatTensor(in ReadOnlyTensorSpan<T> weights, ReadOnlySpan<nint> shape, string name)
    {
        FlatTensor<T> own = new(weights);
        Values = own.Values;
        _rented = own._rented;
        ReadOnlySpan<nint> lengths = weights.Lengths;
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
            Faults.Throw(name, $"{name} has the shape {Show(lengths)}, which does not broadcast to input's {Show(shape)}.");
        }

        int count = 1;
        foreach (nint length in shape)
        {
            count = checked(count * (int)length);
        }

        _rented = ArrayPool<T>.Shared.Rent(count);
        Lay(own.Values, _rented.AsSpan(0, count), shape, strides);
        Values = _rented.AsSpan(0, count);
        own.Dispose();
    }

    /// <summary>The values, row by row; none of an empty tensor.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>Throws unless two tensors have one shape.</summary>
    public static void CheckSameShape(ReadOnlySpan<nint> input, ReadOnlySpan<nint> other, string name)
    {
        if (!input.SequenceEqual(other))
        {
            Faults.Throw(name, $"{name} has the shape {Show(other)} but input {Show(input)}; they must have the same.");
        }
    }

    /// <summary>The memory of a tensor that is written to.</summary>
    /// <exception cref="ArgumentException">It has another shape than the input, or gaps.</exception>
    public static Span<T> Destination(in TensorSpan<T> tensor, ReadOnlySpan<nint> shape, string name)
    {
        CheckSameShape(shape, tensor.Lengths, name);
        if (tensor.IsEmpty)
        {
            return [];
        }

        if (!IsInOrder(tensor.Lengths, tensor.Strides))
        {
            Faults.Throw(name, $"{name} has gaps between its values or another order; it must be dense, row by row.");
        }

        return MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
        }
    }

    /// <summary>Whether the values stand one after the other, row by row; the strides of dimensions of length 1 mean nothing.</summary>
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
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                offset += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                offset -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }

    private static string Show(ReadOnlySpan<nint> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
