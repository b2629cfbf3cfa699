using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

// Arrays convert both to spans and to tensor spans; the lower priority here makes the compiler choose spans.
public static partial class Functional
{
    /// <summary>Binary cross-entropy of probabilities in [0, 1] in tensors.</summary>
    /// <param name="input">Probabilities in [0, 1], of any shape; the last dimension is that of the labels.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">Weights of the element losses, of any shape that broadcasts to the input's, such as <c>[N, 1]</c>; empty for none.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights of the positive part, of any shape that broadcasts to the input's; empty for none.</param>
    /// <param name="options">Options beyond PyTorch's; a mask is flat, row by row.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Shapes do not match, or the overload for spans would throw.</exception>
    [OverloadResolutionPriority(-1)]
    public static double BinaryCrossEntropy(
        in ReadOnlyTensorSpan<float> input,
        in ReadOnlyTensorSpan<float> target,
        in ReadOnlyTensorSpan<float> weight = default,
        Reduction reduction = Reduction.Mean,
        in ReadOnlyTensorSpan<float> posWeight = default,
        LossOptions options = default)
    {
        using FlatCall<float> call = new(input, target, weight, posWeight);
        return BinaryCrossEntropy(call.Input, call.Target, call.Weight, reduction, call.PosWeight, call.WithLabels(options));
    }

    /// <summary>Binary cross-entropy of probabilities in [0, 1] in tensors, without reduction.</summary>
    /// <param name="input">Probabilities in [0, 1], of any shape; the last dimension is that of the labels.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">Weights of the element losses, of any shape that broadcasts to the input's, such as <c>[N, 1]</c>; empty for none.</param>
    /// <param name="destination">Receives the losses; dense, of the same shape; may be the input's memory.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or the overload for spans would throw.</exception>
    [OverloadResolutionPriority(-1)]
    public static void BinaryCrossEntropy(
        in ReadOnlyTensorSpan<float> input,
        in ReadOnlyTensorSpan<float> target,
        in ReadOnlyTensorSpan<float> weight,
        in TensorSpan<float> destination) =>
        BinaryCrossEntropy(input, target, weight, default(ReadOnlyTensorSpan<float>), destination);

    /// <summary>Binary cross-entropy of probabilities in [0, 1] in tensors, without reduction.</summary>
    /// <param name="input">Probabilities in [0, 1], of any shape; the last dimension is that of the labels.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">Weights of the element losses, of any shape that broadcasts to the input's, such as <c>[N, 1]</c>; empty for none.</param>
    /// <param name="posWeight">Weights of the positive part, of any shape that broadcasts to the input's; empty for none.</param>
    /// <param name="destination">Receives the losses; dense, of the same shape; may be the input's memory.</param>
    /// <param name="options">Options beyond PyTorch's; a mask is flat, row by row.</param>
    /// <exception cref="ArgumentException">Shapes do not match, or the overload for spans would throw.</exception>
    [OverloadResolutionPriority(-1)]
    public static void BinaryCrossEntropy(
        in ReadOnlyTensorSpan<float> input,
        in ReadOnlyTensorSpan<float> target,
        in ReadOnlyTensorSpan<float> weight,
        in ReadOnlyTensorSpan<float> posWeight,
        in TensorSpan<float> destination,
        LossOptions options = default)
    {
        using FlatCall<float> call = new(input, target, weight, posWeight);
        BinaryCrossEntropy(
            call.Input, call.Target, call.Weight, call.PosWeight, call.Destination(destination, nameof(destination)), call.WithLabels(options));
    }

    /// <summary>Binary cross-entropy of probabilities in [0, 1] in tensors and its gradient, in one pass.</summary>
    /// <param name="input">Probabilities in [0, 1], of any shape; the last dimension is that of the labels.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">Weights of the element losses, of any shape that broadcasts to the input's, such as <c>[N, 1]</c>; empty for none.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="gradient">Receives the derivatives; dense, of the same shape; may be the input's memory.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Shapes do not match, or the overload for spans would throw.</exception>
    [OverloadResolutionPriority(-1)]
    public static double BinaryCrossEntropyWithGradient(
        in ReadOnlyTensorSpan<float> input,
        in ReadOnlyTensorSpan<float> target,
        in ReadOnlyTensorSpan<float> weight,
        Reduction reduction,
        in TensorSpan<float> gradient) =>
        BinaryCrossEntropyWithGradient(input, target, weight, reduction, default(ReadOnlyTensorSpan<float>), gradient);

    /// <summary>Binary cross-entropy of probabilities in [0, 1] in tensors and its gradient, in one pass.</summary>
    /// <param name="input">Probabilities in [0, 1], of any shape; the last dimension is that of the labels.</param>
    /// <param name="target">Targets in [0, 1], of the same shape.</param>
    /// <param name="weight">Weights of the element losses, of any shape that broadcasts to the input's, such as <c>[N, 1]</c>; empty for none.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights of the positive part, of any shape that broadcasts to the input's; empty for none.</param>
    /// <param name="gradient">Receives the derivatives; dense, of the same shape; may be the input's memory.</param>
    /// <param name="options">Options beyond PyTorch's; a mask is flat, row by row.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Shapes do not match, or the overload for spans would throw.</exception>
    [OverloadResolutionPriority(-1)]
    public static double BinaryCrossEntropyWithGradient(
        in ReadOnlyTensorSpan<float> input,
        in ReadOnlyTensorSpan<float> target,
        in ReadOnlyTensorSpan<float> weight,
        Reduction reduction,
        in ReadOnlyTensorSpan<float> posWeight,
        in TensorSpan<float> gradient,
        LossOptions options = default)
    {
        using FlatCall<float> call = new(input, target, weight, posWeight);
        return BinaryCrossEntropyWithGradient(
            call.Input, call.Target, call.Weight, reduction, call.PosWeight, call.Destination(gradient, nameof(gradient)), call.WithLabels(options));
    }
}
