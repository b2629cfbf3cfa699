using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

/// <summary>Multi-label soft margin loss of logits, PyTorch's <c>nn.MultiLabelSoftMarginLoss</c>: the loss of a row is the mean of its labels' binary cross-entropies.</summary>
/// <remarks>
/// The mean equals that of <see cref="BCEWithLogitsLoss"/>, but with <see cref="MeanDenominator.Rows"/> it is the mean of the rows' losses; the
/// sum is the sum of the rows' losses. An element's loss is its binary
/// cross-entropy divided by the number of labels, so that the elements of a row sum to the row's loss. <see cref="ForwardRows"/> gives what
/// PyTorch returns without reduction, one value per row.
/// </remarks>
public sealed class MultiLabelSoftMarginLoss : MultiLabelLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="labelCount">L, the number of labels in a row; positive.</param>
    /// <param name="weight">Weights of the labels: null or empty for none, one or L of them; copied.</param>
    /// <param name="reduction">How the rows' losses are reduced to one number.</param>
    /// <exception cref="ArgumentException">The label count is not positive, or the number of weights does not match it.</exception>
    public MultiLabelSoftMarginLoss(int labelCount, float[]? weight = null, Reduction reduction = Reduction.Mean)
        : base(reduction, weight)
    {
        if (labelCount <= 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"The label count is {labelCount}; it must be positive."), nameof(labelCount));
        }

        SoftMargin.CheckWeights(Weights.Length, labelCount);
        LabelCount = labelCount;
    }

    /// <inheritdoc/>
    protected internal override double ElementLoss(double input, double target, out double derivative)
    {
        double loss = Elementwise.LossAndGradient(default(LogitFormula), input, target, out derivative);
        derivative /= LabelCount;
        return loss / LabelCount;
    }

    /// <summary>The loss of each row: what PyTorch returns without reduction.</summary>
    /// <param name="input">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="destination">Receives N losses; must not overlap the input.</param>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a target is not in [0, 1].</exception>
    public void ForwardRows(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> destination) =>
        Functional.MultiLabelSoftMarginRows(input, target, LabelCount, destination, Weights, Options);

    /// <inheritdoc/>
    internal override void CheckLabelCount(int labelCount)
    {
        base.CheckLabelCount(labelCount);
        if (labelCount != LabelCount)
        {
            Faults.Throw("loss", $"The loss is for rows of {LabelCount} labels, not of {labelCount}.");
        }
    }

    private protected override double Reduce(in LossCall<float> call) => SoftMargin.Reduce(call, LabelCount);

    private protected override double ReduceLabels(in LossCall<float> call) =>
        LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Logits, call, sumDivisor: LabelCount);

    private protected override void Each(in LossCall<float> call)
    {
        // An initializer can change the label count after the constructor has checked the weights.
        SoftMargin.CheckRows(call.Input.Length, LabelCount);
        SoftMargin.CheckWeights(Weights.Length, LabelCount);
        LossDriver.Each(SoftMargin.Kernel<float>(LabelCount), call);
    }
}
