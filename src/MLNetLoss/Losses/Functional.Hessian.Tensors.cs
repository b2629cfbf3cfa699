using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>The second derivative of the binary cross-entropy of each logit, in tensors.</summary>
    /// <param name="input">Logits, of any shape; the last dimension is that of the labels.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">Weights of the element losses, of any shape that broadcasts to the input's, such as <c>[N, 1]</c>; empty for none.</param>
    /// <param name="posWeight">Weights of the positive part, of any shape that broadcasts to the input's; empty for none.</param>
    /// <param name="destination">Receives the second derivatives of the sum; dense, of the same shape; may be the input's memory.</param>
    /// <param name="options">Options beyond PyTorch's; a mask is flat, row by row.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or the overload for spans would throw.</exception>
    [OverloadResolutionPriority(-1)]
    public static void BinaryCrossEntropyWithLogitsHessian(
        in ReadOnlyTensorSpan<float> input,
        in ReadOnlyTensorSpan<float> target,
        in ReadOnlyTensorSpan<float> weight,
        in ReadOnlyTensorSpan<float> posWeight,
        in TensorSpan<float> destination,
        LossOptions options = default)
    {
        using FlatCall<float> call = new(input, target, weight, posWeight);
        BinaryCrossEntropyWithLogitsHessian(
            call.Input, call.Target, call.Weight, call.PosWeight,
            call.Destination(destination, nameof(destination)), options);
    }

    /// <summary>The second derivative of the binary cross-entropy of each probability, in tensors.</summary>
    /// <param name="input">Probabilities in [0, 1], of any shape; the last dimension is that of the labels.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">Weights of the element losses, of any shape that broadcasts to the input's, such as <c>[N, 1]</c>; empty for none.</param>
    /// <param name="posWeight">Weights of the positive part, of any shape that broadcasts to the input's; empty for none.</param>
    /// <param name="destination">Receives the second derivatives of the sum; dense, of the same shape; may be the input's memory.</param>
    /// <param name="options">Options beyond PyTorch's; a mask is flat, row by row.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or the overload for spans would throw.</exception>
    [OverloadResolutionPriority(-1)]
    public static void BinaryCrossEntropyHessian(
        in ReadOnlyTensorSpan<float> input,
        in ReadOnlyTensorSpan<float> target,
        in ReadOnlyTensorSpan<float> weight,
        in ReadOnlyTensorSpan<float> posWeight,
        in TensorSpan<float> destination,
        LossOptions options = default)
    {
        using FlatCall<float> call = new(input, target, weight, posWeight);
        BinaryCrossEntropyHessian(
            call.Input, call.Target, call.Weight, call.PosWeight,
            call.Destination(destination, nameof(destination)), options);
    }
}
