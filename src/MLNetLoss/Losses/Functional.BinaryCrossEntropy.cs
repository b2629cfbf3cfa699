using System.Runtime.CompilerServices;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>
    /// Binary cross-entropy of probabilities, PyTorch's <c>F.binary_cross_entropy</c>: -w ((1 - t) ln(1 - x) + t ln x), logarithms clamped
    /// at -100.
    /// </summary>
    /// <param name="input">N x L probabilities x in [0, 1], row by row.</param>
    /// <param name="target">As many targets t in [0, 1].</param>
    /// <param name="weight">Weights w of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <returns>The mean or sum, computed and accumulated in double; for an empty input NaN or 0, respectively.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not match, a probability or target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.
    /// </exception>
    public static double BinaryCrossEntropy(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight = default,
        Reduction reduction = Reduction.Mean) =>
        BinaryCrossEntropy(input, target, weight, reduction, default(ReadOnlySpan<float>));

    /// <inheritdoc cref="BinaryCrossEntropy(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Reduction)"/>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights of the positive part; allowed lengths as for <paramref name="weight"/>. PyTorch has them for logits only (pytorch #20424).</param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    public static double BinaryCrossEntropy(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        ReadOnlySpan<float> posWeight,
        LossOptions options = default) =>
        LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Probabilities, new LossCall<float>
        {
            Input = input,
            Target = target,
            Weight = weight,
            PosWeight = posWeight,
            Domain = LossInput.Probabilities,
            Reduction = reduction,
            Options = options,
        });

    /// <summary>The binary cross-entropy of each probability, without reduction.</summary>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="destination">
    /// Receives as many losses; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.
    /// </param>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a probability or target is not in [0, 1].</exception>
    [OverloadResolutionPriority(1)]
    public static void BinaryCrossEntropy(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        Span<float> destination) =>
        BinaryCrossEntropy(input, target, weight, default, destination);

    /// <inheritdoc cref="BinaryCrossEntropy(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="posWeight">Weights of the positive part; allowed lengths as for <paramref name="weight"/>. PyTorch has them for logits only (pytorch #20424).</param>
    /// <param name="destination">Receives as many losses; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, label smoothing, threads.</param>
    [OverloadResolutionPriority(1)]
    public static void BinaryCrossEntropy(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> posWeight,
        Span<float> destination,
        LossOptions options = default) =>
        LossDriver.Each(BinaryCrossEntropyKernels<float>.Probabilities, new LossCall<float>
        {
            Input = input,
            Target = target,
            Weight = weight,
            PosWeight = posWeight,
            Domain = LossInput.Probabilities,
            Options = options,
            Destination = destination,
            DestinationName = nameof(destination),
        });

    /// <summary>
    /// The binary cross-entropy of probabilities and its gradient, w (x - t) / max((1 - x) x, 1e-12) as in PyTorch, in one pass.
    /// </summary>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>; the gradient is that of the mean or the sum.</param>
    /// <param name="gradient">
    /// Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.
    /// </param>
    /// <returns>The mean or sum, computed and accumulated in double; for an empty input NaN or 0, respectively.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not match, memory overlaps, a probability or target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.
    /// </exception>
    public static double BinaryCrossEntropyWithGradient(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        Span<float> gradient) =>
        BinaryCrossEntropyWithGradient(input, target, weight, reduction, default, gradient);

    /// <inheritdoc cref="BinaryCrossEntropyWithGradient(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Reduction, Span{float})"/>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights of the positive part; allowed lengths as for <paramref name="weight"/>. PyTorch has them for logits only (pytorch #20424).</param>
    /// <param name="gradient">Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    public static double BinaryCrossEntropyWithGradient(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        ReadOnlySpan<float> posWeight,
        Span<float> gradient,
        LossOptions options = default) =>
        LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Probabilities, new LossCall<float>
        {
            Input = input,
            Target = target,
            Weight = weight,
            PosWeight = posWeight,
            Domain = LossInput.Probabilities,
            Reduction = reduction,
            Options = options,
            Destination = gradient,
            DestinationName = nameof(gradient),
        });
}
