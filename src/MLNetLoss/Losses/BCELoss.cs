using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

/// <summary>
/// Binary cross-entropy of probabilities, PyTorch's <c>nn.BCELoss</c>: -w ((1 - t) ln(1 - x) + p t ln x), logarithms clamped at -100.
/// </summary>
/// <remarks>
/// A probability that was rounded to 0 or 1 has lost what a gradient needs; where logits are at hand, prefer
/// <see cref="BCEWithLogitsLoss"/>. <see cref="MultiLabelLoss.SumFromLogits"/> puts the sigmoid inside and is exact there (and there
/// is no clamp, since nothing is rounded).
/// </remarks>
/// <param name="weight">Weights w of the element losses: null or empty (none), one, L or N·L of them; copied.</param>
/// <param name="reduction">How the element losses become one number.</param>
public sealed class BCELoss(float[]? weight = null, Reduction reduction = Reduction.Mean)
    : MultiLabelLoss(reduction, weight)
{
    private readonly float[] _posWeight = [];

    /// <inheritdoc/>
    public override LossInput Input => LossInput.Probabilities;

    /// <summary>
    /// Weights p of the positive part, repeating from the start, which PyTorch's probability form lacks (pytorch #20424); empty when there
    /// are none. Copied.
    /// </summary>
    public ReadOnlyMemory<float> PosWeight
    {
        get => _posWeight;
        init => _posWeight = value.ToArray();
    }

    private protected override float[] PosWeights => _posWeight;

    /// <inheritdoc/>
    /// <remarks><see cref="PosWeight"/> is not applied: one element does not tell its label.</remarks>
    protected internal override double ElementLoss(double input, double target, out double derivative) =>
        Elementwise.LossAndGradient(default(ProbabilityFormula), input, target, out derivative);

    private protected override double Reduce(in LossCall<float> call) => LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Probabilities, call);

    private protected override void Each(in LossCall<float> call) => LossDriver.Each(BinaryCrossEntropyKernels<float>.Probabilities, call);

    private protected override double ReduceLogits(in LossCall<float> call) => LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Logits, call);
}
