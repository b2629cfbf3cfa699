using System.Runtime.CompilerServices;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>Binary cross-entropy of logits, PyTorch's <c>F.binary_cross_entropy_with_logits</c>: w ((1 - t) softplus(x) + p t softplus(-x)).</summary>
    /// <param name="input">N x L logits x, row by row; infinite ones give the limit, NaN gives NaN.</param>
    /// <param name="target">As many targets t in [0, 1].</param>
    /// <param name="weight">Weights w of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights p of the positive part; allowed lengths as for <paramref name="weight"/>.</param>
    /// <returns>The mean or sum, computed and accumulated in double; for an empty input NaN or 0, respectively.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, a target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double BinaryCrossEntropyWithLogits(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight = default,
        Reduction reduction = Reduction.Mean,
        ReadOnlySpan<float> posWeight = default) =>
        BinaryCrossEntropyWithLogits(input, target, weight, reduction, posWeight, default(LossOptions));

    /// <inheritdoc cref="BinaryCrossEntropyWithLogits(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Reduction, ReadOnlySpan{float})"/>
    /// <param name="input">N x L logits, row by row; infinite ones give the limit, NaN gives NaN.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights of the positive part; allowed lengths as for <paramref name="weight"/>.</param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    public static double BinaryCrossEntropyWithLogits(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        ReadOnlySpan<float> posWeight,
        LossOptions options) =>
        LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Logits, new LossCall<float>
        {
            Input = input,
            Target = target,
            Weight = weight,
            PosWeight = posWeight,
            Domain = LossInput.Logits,
            Reduction = reduction,
            Options = options,
        });

    /// <summary>The binary cross-entropy of each logit, without reduction.</summary>
    /// <param name="input">N x L logits, row by row; infinite ones give the limit, NaN gives NaN.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="posWeight">Weights of the positive part: none, one, L or N·L.</param>
    /// <param name="destination">
    /// Receives as many losses; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.
    /// </param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, label smoothing, threads.</param>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a target is not in [0, 1].</exception>
    [OverloadResolutionPriority(1)]
    public static void BinaryCrossEntropyWithLogits(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> posWeight,
        Span<float> destination,
        LossOptions options = default) =>
        LossDriver.Each(BinaryCrossEntropyKernels<float>.Logits, new LossCall<float>
        {
            Input = input,
            Target = target,
            Weight = weight,
            PosWeight = posWeight,
            Domain = LossInput.Logits,
            Options = options,
            Destination = destination,
            DestinationName = nameof(destination),
        });

    /// <summary>The binary cross-entropy of logits and its gradient, w ((1 - t) sigmoid(x) - p t sigmoid(-x)), in one pass.</summary>
    /// <param name="input">N x L logits, row by row; infinite ones give the limit, NaN gives NaN.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>; the gradient is that of the mean or the sum.</param>
    /// <param name="posWeight">Weights of the positive part: none, one, L or N·L.</param>
    /// <param name="gradient">
    /// Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.
    /// </param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    /// <returns>The mean or sum, computed and accumulated in double; for an empty input NaN or 0, respectively.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not match, memory overlaps, a target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.
    /// </exception>
    public static double BinaryCrossEntropyWithLogitsAndGradient(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        ReadOnlySpan<float> posWeight,
        Span<float> gradient,
        LossOptions options = default) =>
        LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Logits, new LossCall<float>
        {
            Input = input,
            Target = target,
            Weight = weight,
            PosWeight = posWeight,
            Domain = LossInput.Logits,
            Reduction = reduction,
            Options = options,
            Destination = gradient,
            DestinationName = nameof(gradient),
        });
}
