using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

public static partial class Functional
{
    /// <summary>Multi-label soft margin loss of logits, PyTorch's <c>F.multilabel_soft_margin_loss</c>: rows' means of binary cross-entropies.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="labelCount">L, which divides the input's length.</param>
    /// <param name="weight">Weights of the labels: none, one or L.</param>
    /// <param name="reduction"><see cref="Reduction.Mean"/> or <see cref="Reduction.Sum"/> of the rows' losses.</param>
    /// <returns>The mean or sum, computed and accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, a target is not in [0, 1], or the reduction is <see cref="Reduction.None"/>.</exception>
    public static double MultiLabelSoftMarginLoss(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        ReadOnlySpan<float> weight = default,
        Reduction reduction = Reduction.Mean)
    {
        SoftMargin.CheckRows(input.Length, labelCount);
        SoftMargin.CheckWeights(weight.Length, labelCount);
        double value = BinaryCrossEntropyWithLogits(input, target, weight, reduction);
        return reduction == Reduction.Sum ? value / labelCount : value;
    }

    /// <summary>The multi-label soft margin loss of every row: PyTorch's answer without reduction.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="labelCount">L, which divides the input's length.</param>
    /// <param name="destination">Receives N losses; must not overlap the input.</param>
    /// <param name="weight">Weights of the labels: none, one or L.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, memory overlaps, or a target is not in [0, 1].</exception>
    public static void MultiLabelSoftMarginRows(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> target,
        int labelCount,
        Span<float> destination,
        ReadOnlySpan<float> weight = default)
    {
        SoftMargin.CheckRows(input.Length, labelCount);
        SoftMargin.CheckWeights(weight.Length, labelCount);
        int rows = input.Length / labelCount;
        if (destination.Length < rows)
        {
            throw new ArgumentException($"destination holds {destination.Length} values but there are {rows} rows; it must hold as many.", nameof(destination));
        }

        if (target.Length != input.Length)
        {
            throw new ArgumentException($"target has {target.Length} values but input has {input.Length}; they must have the same number.", nameof(target));
        }

        if (input.Overlaps(destination) || target.Overlaps(destination) || weight.Overlaps(destination))
        {
            throw new ArgumentException("destination overlaps what is read; use other memory.", nameof(destination));
        }

        for (int row = 0; row < rows; row++)
        {
            int start = row * labelCount;
            try
            {
                destination[row] = (float)MultiLabelSoftMarginLoss(input.Slice(start, labelCount), target.Slice(start, labelCount), labelCount, weight);
            }
            catch (ArgumentException fault) when (fault.ParamName == nameof(target))
            {
                throw new ArgumentException($"In row {row}: {fault.Message}", nameof(target), fault);
            }
        }
    }
}
