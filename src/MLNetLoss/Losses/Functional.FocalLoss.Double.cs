using System.Runtime.CompilerServices;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>Focal loss of probabilities (Lin et al. 2017): a (1 - p_t)^gamma bce, where p_t is the probability of the target and a = alpha t + (1 - alpha)(1 - t). Logarithms are clamped at -100.</summary>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="alpha">The weight of positives in [0, 1], 1 - alpha being that of negatives; a negative value disables both, as in torchvision.</param>
    /// <param name="gamma">The focusing exponent, finite and not negative.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>.</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="options">Missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, a probability or target is not in [0, 1], alpha is above 1 or NaN, gamma is negative or not finite, or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double FocalLoss(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        double alpha = 0.25,
        double gamma = 2,
        Reduction reduction = Reduction.Mean,
        ReadOnlySpan<double> weight = default,
        LossOptions options = default) =>
        LossDriver.Reduce(FocalKernels.Probabilities<double>(alpha, gamma), new LossCall<double>
        {
            Input = input,
            Target = target,
            Weight = weight,
            Domain = LossInput.Probabilities,
            Options = options,
            Reduction = reduction,
        });

    /// <summary>The same loss of each element, without reduction.</summary>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="alpha">The weight of positives in [0, 1], 1 - alpha being that of negatives; a negative value disables both, as in torchvision.</param>
    /// <param name="gamma">The focusing exponent, finite and not negative.</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="destination">Receives as many losses; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Missing targets, a mask, label smoothing, threads.</param>
    /// <exception cref="ArgumentException">Lengths do not match, a probability or target is not in [0, 1], alpha is above 1 or NaN, gamma is negative or not finite, or memory overlaps.</exception>
    [OverloadResolutionPriority(1)]
    public static void FocalLoss(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        double alpha,
        double gamma,
        ReadOnlySpan<double> weight,
        Span<double> destination,
        LossOptions options = default) =>
        LossDriver.Each(FocalKernels.Probabilities<double>(alpha, gamma), new LossCall<double>
        {
            Input = input,
            Target = target,
            Weight = weight,
            Domain = LossInput.Probabilities,
            Options = options,
            Destination = destination,
            DestinationName = nameof(destination),
        });

    /// <summary>The same loss and its gradient, in one pass.</summary>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="alpha">The weight of positives in [0, 1], 1 - alpha being that of negatives; a negative value disables both, as in torchvision.</param>
    /// <param name="gamma">The focusing exponent, finite and not negative.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>; the gradient is that of the mean or the sum.</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="gradient">Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, a probability or target is not in [0, 1], alpha is above 1 or NaN, gamma is negative or not finite, memory overlaps, or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double FocalLossWithGradient(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        double alpha,
        double gamma,
        Reduction reduction,
        ReadOnlySpan<double> weight,
        Span<double> gradient,
        LossOptions options = default) =>
        LossDriver.Reduce(FocalKernels.Probabilities<double>(alpha, gamma), new LossCall<double>
        {
            Input = input,
            Target = target,
            Weight = weight,
            Domain = LossInput.Probabilities,
            Options = options,
            Reduction = reduction,
            Destination = gradient,
            DestinationName = nameof(gradient),
        });
}
