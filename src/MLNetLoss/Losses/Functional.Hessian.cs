using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>
    /// The second derivative of the binary cross-entropy of each logit, w (1 - t + p t) sigmoid(x) sigmoid(-x). The Hessian of
    /// the sum is diagonal, so this is all of it.
    /// </summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="posWeight">Weights of the positive part: none, one, L or N·L.</param>
    /// <param name="destination">Receives as many second derivatives of the sum; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Missing targets, a mask, label smoothing, threads.</param>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a target is not in [0, 1].</exception>
    public static void BinaryCrossEntropyWithLogitsHessian(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> posWeight,
        Span<float> destination,
        LossOptions options = default) =>
        LossDriver.Each(new VectorKernel<LogitHessian, float>(default, VectorWidths.Best), new LossCall<float>
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

    /// <summary>
    /// The second derivative of the binary cross-entropy of each probability, w ((1 - t) / (1 - x)^2 + p t / x^2), each denominator at
    /// least 1e-24. The Hessian of the sum is diagonal, so this is all of it.
    /// </summary>
    /// <param name="input">N x L probabilities in [0, 1], row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="weight">Weights of the element losses: none, one, L or N·L.</param>
    /// <param name="posWeight">Weights of the positive part: none, one, L or N·L.</param>
    /// <param name="destination">Receives as many second derivatives of the sum; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">Missing targets, a mask, label smoothing, threads.</param>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a probability or target is not in [0, 1].</exception>
    public static void BinaryCrossEntropyHessian(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> weight,
        ReadOnlySpan<float> posWeight,
        Span<float> destination,
        LossOptions options = default) =>
        LossDriver.Each(new VectorKernel<ProbabilityHessian, float>(default, VectorWidths.Best), new LossCall<float>
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
}
