using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

/// <summary>Binary cross-entropy of logits, PyTorch's <c>nn.BCEWithLogitsLoss</c>: w ((1 - t) softplus(x) + p t softplus(-x)).</summary>
/// <remarks>
/// Differs from PyTorch in three ways: targets outside [0, 1] are an error, infinite logits give the limit, and results are accurate to
/// 2 ulp even far out in the tails.
/// </remarks>
/// <param name="weight">Weights w of the element losses: null or empty for none, one, L or N·L of them; copied.</param>
/// <param name="reduction">How the element losses are reduced to one number.</param>
/// <param name="posWeight">Weights p of the positive part; allowed lengths as for <paramref name="weight"/>; copied.</param>
public sealed class BCEWithLogitsLoss(float[]? weight = null, Reduction reduction = Reduction.Mean, float[]? posWeight = null)
    : MultiLabelLoss(reduction, weight)
{
    /// <summary>The weights of the positive part, repeating from the start; empty for none.</summary>
    public ReadOnlyMemory<float> PosWeight => PosWeights;

    private protected override float[] PosWeights { get; } = posWeight is null ? [] : [.. posWeight];

    /// <inheritdoc/>
    /// <remarks><see cref="PosWeight"/> is not applied, since the label of a single element is not known.</remarks>
    protected internal override double ElementLoss(double input, double target, out double derivative) =>
        Elementwise.LossAndGradient(default(LogitFormula), input, target, out derivative);

    private protected override double Reduce(in LossCall<float> call) => LossDriver.Reduce(BinaryCrossEntropyKernels<float>.Logits, call);

    private protected override void Each(in LossCall<float> call) => LossDriver.Each(BinaryCrossEntropyKernels<float>.Logits, call);
}
