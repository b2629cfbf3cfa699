using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>
    /// The binary cross-entropy of probabilities and its gradient with respect to their logits, w ((1 - t) x - p t (1 - x)), in one pass.
    /// </summary>
    /// <remarks>
    /// For a probability that was rounded to 0 or 1, the chain rule gives a gradient of 0 where the error is largest (pytorch #103316).
    /// Here the derivatives of sigmoid and loss are combined first, so that the gradient is right there too.
    /// </remarks>
    /// <param name="input">N x L probabilities in [0, 1], row by row: sigmoids of the logits.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/>; the gradient is that of the mean or the sum.</param>
    /// <param name="posWeight">Weights of the positive part: none, one, L or N·L.</param>
    /// <param name="gradient">
    /// Receives as many derivatives with respect to the logits; may start where the input starts, but must not overlap it otherwise. Undefined
    /// after an exception.
    /// </param>
    /// <param name="options">Options beyond PyTorch's: missing targets, a mask, the mean's denominator, label smoothing, threads.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not match, memory overlaps, a probability or target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.
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
