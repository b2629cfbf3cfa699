using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>
    /// The binary cross-entropy of probabilities and its gradient in the logits behind them, w ((1 - t) x - p t (1 - x)), in one pass.
    /// </summary>
    /// <remarks>
    /// The chain rule through a probability that was rounded to 0 or 1 gives a gradient of 0 where the error is largest (pytorch #103316);
    /// this one is the sigmoid's and the loss's in one step, and right there.
    /// </remarks>
    /// <param name="input">N x L probabilities in [0, 1], row by row: sigmoids of the logits.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>; the gradient is that of the mean or the sum.</param>
    /// <param name="posWeight">Weights of the positive part: none, one, L or N·L.</param>
    /// <param name="gradient">
    /// Receives as many derivatives in the logits; may start where the input starts, and must not overlap otherwise. After an exception it
    /// holds anything.
    /// </param>
    /// <param name="options">What goes beyond PyTorch: missing targets, a mask, the mean's denominator, smoothing, threads.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, memory overlaps, a probability or target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.
    /// </exception>
    public static double BinaryCrossEntropyWithLogitGradient(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> weight,
        Reduction reduction,
        ReadOnlySpan<double> posWeight,
        Span<double> gradient,
        LossOptions options = default) =>
        LossDriver.Reduce(new VectorKernel<ProbabilityLogitFormula, double>(default, VectorWidths.Best), new LossCall<double>
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
