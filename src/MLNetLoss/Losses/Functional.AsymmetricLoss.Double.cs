using System.Runtime.CompilerServices;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>Asymmetric loss of logits (Ridnik et al. 2021): the cross-entropy of s = sigmoid(x) for positives and of n = min(sigmoid(-x) + clip, 1) for negatives, each with its own focusing exponent. Arguments of logarithms are at least 1e-8, as in the reference implementation.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="gammaNegative">The focusing exponent of negatives, finite and not negative.</param>
    /// <param name="gammaPositive">The focusing exponent of positives, finite and not negative.</param>
    /// <param name="clip">The probability shift of negatives in [0, 1).</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>.</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="options">Missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, a target is not in [0, 1], an exponent is negative or not finite, clip is not in [0, 1), or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double AsymmetricLoss(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        double gammaNegative = 4,
        double gammaPositive = 1,
        double clip = 0.05,
        Reduction reduction = Reduction.Mean,
        ReadOnlySpan<double> weight = default,
        LossOptions options = default) =>
        LossDriver.Reduce(AsymmetricKernels.Logits<double>(gammaNegative, gammaPositive, clip), new LossCall<double>
        {
            Input = input,
            Target = target,
            Weight = weight,
            Domain = LossInput.Logits,
            Options = options,
            Reduction = reduction,
        });

    /// <summary>The same loss of each element, without reduction.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="gammaNegative">The focusing exponent of negatives, finite and not negative.</param>
    /// <param name="gammaPositive">The focusing exponent of positives, finite and not negative.</param>
    /// <param name="clip">The probability shift of negatives in [0, 1).</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="destination">Receives as many losses; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Missing targets, a mask, label smoothing, threads.</param>
    /// <exception cref="ArgumentException">Lengths do not match, a target is not in [0, 1], an exponent is negative or not finite, clip is not in [0, 1), or memory overlaps.</exception>
    [OverloadResolutionPriority(1)]
    public static void AsymmetricLoss(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        double gammaNegative,
        double gammaPositive,
        double clip,
        ReadOnlySpan<double> weight,
        Span<double> destination,
        LossOptions options = default) =>
        LossDriver.Each(AsymmetricKernels.Logits<double>(gammaNegative, gammaPositive, clip), new LossCall<double>
        {
            Input = input,
            Target = target,
            Weight = weight,
            Domain = LossInput.Logits,
            Options = options,
            Destination = destination,
            DestinationName = nameof(destination),
        });

    /// <summary>The same loss and its gradient, in one pass.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="gammaNegative">The focusing exponent of negatives, finite and not negative.</param>
    /// <param name="gammaPositive">The focusing exponent of positives, finite and not negative.</param>
    /// <param name="clip">The probability shift of negatives in [0, 1).</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>; the gradient is that of the mean or the sum.</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="gradient">Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, a target is not in [0, 1], an exponent is negative or not finite, clip is not in [0, 1), memory overlaps, or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double AsymmetricLossWithGradient(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        double gammaNegative,
        double gammaPositive,
        double clip,
        Reduction reduction,
        ReadOnlySpan<double> weight,
        Span<double> gradient,
        LossOptions options = default) =>
        LossDriver.Reduce(AsymmetricKernels.Logits<double>(gammaNegative, gammaPositive, clip), new LossCall<double>
        {
            Input = input,
            Target = target,
            Weight = weight,
            Domain = LossInput.Logits,
            Options = options,
            Reduction = reduction,
            Destination = gradient,
            DestinationName = nameof(gradient),
        });
}
