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
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> weight = default,
        Reduction reduction = Reduction.Mean) =>
        BinaryCrossEntropy(input, target, weight, reduction, default(ReadOnlySpan<double>));

    /// <inheritdoc cref="BinaryCrossEntropy(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Reduction)"/>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights of the positive part; allowed lengths as for <paramref name="weight"/>. PyTorch has them for logits only (pytorch #20424).</param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    public static double BinaryCrossEntropy(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> weight,
        Reduction reduction,
        ReadOnlySpan<double> posWeight,
        LossOptions options = default) =>
        LossDriver.Reduce(BinaryCrossEntropyKernels<double>.Probabilities, new LossCall<double>
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
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> weight,
        Span<double> destination) =>
        BinaryCrossEntropy(input, target, weight, default, destination);

    /// <inheritdoc cref="BinaryCrossEntropy(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="posWeight">Weights of the positive part; allowed lengths as for <paramref name="weight"/>. PyTorch has them for logits only (pytorch #20424).</param>
    /// <param name="destination">Receives as many losses; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, label smoothing, threads.</param>
    [OverloadResolutionPriority(1)]
    public static void BinaryCrossEntropy(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> weight,
        ReadOnlySpan<double> posWeight,
        Span<double> destination,
        LossOptions options = default) =>
        LossDriver.Each(BinaryCrossEntropyKernels<double>.Probabilities, new LossCall<double>
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
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> weight,
        Reduction reduction,
        Span<double> gradient) =>
        BinaryCrossEntropyWithGradient(input, target, weight, reduction, default, gradient);

    /// <inheritdoc cref="BinaryCrossEntropyWithGradient(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Reduction, Span{double})"/>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L; any number that divides N·L is allowed, and the weights repeat from the start.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> (over all elements, also with weights) or <see cref="Reduction.Sum"/>.</param>
    /// <param name="posWeight">Weights of the positive part; allowed lengths as for <paramref name="weight"/>. PyTorch has them for logits only (pytorch #20424).</param>
    /// <param name="gradient">Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    public static double BinaryCrossEntropyWithGradient(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> weight,
        Reduction reduction,
        ReadOnlySpan<double> posWeight,
        Span<double> gradient,
        LossOptions options = default) =>
        LossDriver.Reduce(BinaryCrossEntropyKernels<double>.Probabilities, new LossCall<double>
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
