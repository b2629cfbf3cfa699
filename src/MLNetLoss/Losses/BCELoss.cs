using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

/// <summary>
/// Binary cross-entropy of probabilities, PyTorch's <c>nn.BCELoss</c>: -w ((1 - t) ln(1 - x) + p t ln x), logarithms clamped at -100.
/// </summary>
/// <remarks>
/// A probability that was rounded to 0 or 1 no longer has the information that the gradient needs. If logits are available, prefer
/// <see cref="BCEWithLogitsLoss"/>. <see cref="MultiLabelLoss.SumFromLogits"/> includes the sigmoid and is accurate there; as nothing is
/// rounded, it does not clamp.
/// </remarks>
/// <param name="weight">Weights w of the element losses: null or empty for none, one, L or N·L of them; copied.</param>
/// <param name="reduction">How the element losses are reduced to one number.</param>
public sealed class BCELoss(float[]? weight = null, Reduction reduction = Reduction.Mean)
    : MultiLabelLoss(reduction, weight)
{
    private readonly float[] _posWeight = [];

    /// <inheritdoc/>
    public override LossInput Input => LossInput.Probabilities;

    /// <summary>
    /// Weights p of the positive part, repeating from the start; empty for none. Copied. PyTorch's probability form lacks them (pytorch #20424).
    /// </summary>
    public ReadOnlyMemory<float> PosWeight
    {
        get => _posWeight;
        init => _posWeight = value.ToArray();
    }

    private protected override float[] PosWeights => _posWeight;

    /// <inheritdoc/>
    /// <remarks><see cref="PosWeight"/> is not applied, since the label of a single element is not known.</remarks>
    protected internal override double ElementLoss(double input, double target, out double derivative) =>
        Elementwise.LossAndGradient(default(ProbabilityFormula), input, target, out derivative);

    private protected override double Reduce(in LossCall<float> call) => LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Probabilities, call);

    private protected override void Each(in LossCall<float> call) => LossDriver.Each(BinaryCrossEntropyKernels<float>.Probabilities, call);

    private protected override double ReduceLogits(in LossCall<float> call) => LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Logits, call);
}
