using System.Numerics.Tensors;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The tensors of one call as flat spans: input and target, which must have the same shape, and weights, broadcast to it.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct FlatCall<T>
    where T : unmanaged
{
    private readonly FlatTensor<T> _input;
    private readonly FlatTensor<T> _target;
    private readonly FlatTensor<T> _weight;
    private readonly FlatTensor<T> _posWeight;
    private readonly ReadOnlySpan<nint> _shape;

    /// <summary>Flattens the tensors that are not dense.</summary>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public FlatCall(
        in ReadOnlyTensorSpan<T> input, in ReadOnlyTensorSpan<T> target, in ReadOnlyTensorSpan<T> weight, in ReadOnlyTensorSpan<T> posWeight)
    {
        FlatTensor<T>.CheckSameShape(input.Lengths, target.Lengths, nameof(target));
        _shape = input.Lengths;
        _input = new(input);
        _target = new(target);
        _weight = new(weight, _shape, nameof(weight));
        _posWeight = new(posWeight, _shape, nameof(posWeight));
    }

    /// <summary>Logits or probabilities, row by row.</summary>
    public ReadOnlySpan<T> Input => _input.Values;

    /// <summary>As many targets.</summary>
    public ReadOnlySpan<T> Target => _target.Values;

    /// <summary>Weights, as the overloads for spans take them.</summary>
    public ReadOnlySpan<T> Weight => _weight.Values;

    /// <summary>Weights of the positive part, as the overloads for spans take them.</summary>
    public ReadOnlySpan<T> PosWeight => _posWeight.Values;

    /// <summary>The memory of a tensor that is written to.</summary>
    /// <exception cref="ArgumentException">Its shape is not the input's, it is not dense, or it overlaps a tensor that was copied.</exception>
    public Span<T> Destination(in TensorSpan<T> tensor, string name)
    {
        Span<T> written = FlatTensor<T>.Destination(tensor, _shape, name);
        if (_input.SourceOverlaps(written, out int offset) && offset != 0)
        {
            Spans.ThrowOverlap("input", name);
        }

        CheckDisjoint(_target, written, "target", name);
        CheckDisjoint(_weight, written, "weight", name);
        CheckDisjoint(_posWeight, written, "posWeight", name);
        return written;
    }

    /// <summary>The options, with the number of labels taken from the shape unless they give it. Rows without labels are no rows, whatever their number.</summary>
    public LossOptions WithLabels(LossOptions options) =>
        options.LabelCount != 0 || _shape.IsEmpty ? options : options with { LabelCount = Math.Max((int)_shape[^1], 1) };

    private static void CheckDisjoint(in FlatTensor<T> tensor, Span<T> written, string name, string destinationName)
    {
        if (tensor.SourceOverlaps(written, out _))
        {
            Spans.ThrowNotDisjoint(name, destinationName);
        }
    }

    /// <summary>Returns the rented memory.</summary>
    public void Dispose()
    {
        _input.Dispose();
        _target.Dispose();
        _weight.Dispose();
        _posWeight.Dispose();
    }
}
