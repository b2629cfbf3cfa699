using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>Multi-label soft margin loss of logits, PyTorch's <c>F.multilabel_soft_margin_loss</c>: the loss of a row is the mean of its labels' binary cross-entropies.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="labelCount">L, which divides the input's length.</param>
    /// <param name="weight">Weights of the labels: none, one or L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/> of the rows' losses.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, a target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double MultiLabelSoftMarginLoss(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        ReadOnlySpan<float> weight = default,
        Reduction reduction = Reduction.Mean) =>
        MultiLabelSoftMarginLoss(input, target, labelCount, weight, reduction, default(LossOptions));

    /// <inheritdoc cref="MultiLabelSoftMarginLoss(ReadOnlySpan{float}, ReadOnlySpan{float}, int, ReadOnlySpan{float}, Reduction)"/>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="labelCount">L, which divides the input's length.</param>
    /// <param name="weight">Weights of the labels: none, one or L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/> of the rows' losses.</param>
    /// <param name="options">
    /// Missing targets, a mask, the mean's denominator, label smoothing, threads; <see cref="LossOptions.LabelCount"/> is
    /// <paramref name="labelCount"/>.
    /// </param>
    public static double MultiLabelSoftMarginLoss(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        LossOptions options) =>
        ReduceSoftMargin(input, target, labelCount, weight, reduction, options, default, null);

    /// <summary>The same loss and its gradient, in one pass.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="labelCount">L, which divides the input's length.</param>
    /// <param name="weight">Weights of the labels: none, one or L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/> of the rows' losses; the gradient is that of the mean or the sum.</param>
    /// <param name="gradient">Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <param name="options">
    /// Missing targets, a mask, the mean's denominator, label smoothing, threads; <see cref="LossOptions.LabelCount"/> is
    /// <paramref name="labelCount"/>.
    /// </param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, a target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double MultiLabelSoftMarginLossWithGradient(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        Span<float> gradient,
        LossOptions options = default) =>
        ReduceSoftMargin(input, target, labelCount, weight, reduction, options, gradient, nameof(gradient));

    /// <summary>The multi-label soft margin loss of each row: what PyTorch returns without reduction.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="labelCount">L, which divides the input's length.</param>
    /// <param name="destination">Receives N losses; must not overlap the input.</param>
    /// <param name="weight">Weights of the labels: none, one or L.</param>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a target is not in [0, 1].</exception>
    public static void MultiLabelSoftMarginRows(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        Span<float> destination,
        ReadOnlySpan<float> weight = default) =>
        MultiLabelSoftMarginRows(input, target, labelCount, destination, weight, default);

    /// <inheritdoc cref="MultiLabelSoftMarginRows(ReadOnlySpan{float}, ReadOnlySpan{float}, int, Span{float}, ReadOnlySpan{float})"/>
    internal static void MultiLabelSoftMarginRows(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        Span<float> destination,
        ReadOnlySpan<float> weight,
        LossOptions options)
    {
        SoftMargin.CheckRows(input.Length, labelCount);
        SoftMargin.CheckWeights(weight.Length, labelCount);
        int rows = input.Length / labelCount;
        if (destination.Length < rows)
        {
            throw new ArgumentException($"destination holds {destination.Length} values but there are {rows} rows; it must hold at least as many.", nameof(destination));
        }

        if (target.Length != input.Length)
        {
            throw new ArgumentException($"target has {target.Length} values but input has {input.Length}; they must have the same number.", nameof(target));
        }

        if (input.Overlaps(destination) || target.Overlaps(destination) || weight.Overlaps(destination))
        {
            throw new ArgumentException("destination overlaps input, target or weight; use other memory.", nameof(destination));
        }

        // Checked here, because in the loop an index would count from the start of its row.
        for (int i = 0; i < target.Length; i++)
        {
            bool isMissing = float.IsNaN(target[i]) && options.MissingTargets == MissingTargets.Ignore;
            if (!isMissing && target[i] is not (>= 0 and <= 1))
            {
                throw new ArgumentException(FormattableString.Invariant($"target[{i}] is {target[i]}; it must be in [0, 1]."), nameof(target));
            }
        }

        for (int row = 0; row < rows; row++)
        {
            int start = row * labelCount;
            double sum = BinaryCrossEntropyWithLogits(
                input.Slice(start, labelCount), target.Slice(start, labelCount), weight, Reduction.Sum, default, options);
            destination[row] = (float)(sum / labelCount);
        }
    }

    // Without a name of the gradient, none is computed.
    private static double ReduceSoftMargin(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        ReadOnlySpan<float> weight,
        Reduction reduction,
        LossOptions options,
        Span<float> gradient,
        string? gradientName)
    {
        SoftMargin.CheckReduction(reduction);
        return SoftMargin.Reduce(
            new LossCall<float>
            {
                Input = input,
                Target = target,
                Weight = weight,
                Domain = LossInput.Logits,
                Reduction = reduction,
                Options = options with { LabelCount = labelCount },
                Destination = gradient,
                DestinationName = gradientName,
            },
            labelCount);
    }
}
