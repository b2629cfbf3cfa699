using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

/// <summary>Focal loss of probabilities (Lin et al. 2017): <see cref="SigmoidFocalLoss"/> after the sigmoid.</summary>
/// <remarks>Logarithms are clamped at -100. <see cref="MultiLabelLoss.SumFromLogits"/> puts the sigmoid inside and is exact.</remarks>
public sealed class FocalLoss : MultiLabelLoss
{
    private readonly VectorKernel<FocalProbabilityFormula, float> _kernel;
    private readonly VectorKernel<FocalFormula, float> _logitKernel;

    /// <summary>Makes the loss.</summary>
    /// <param name="alpha">The share of positives in [0, 1]; negative turns balancing off.</param>
    /// <param name="gamma">The focusing exponent, finite and not negative.</param>
    /// <param name="reduction">How the element losses become one number.</param>
    /// <param name="weight">Weights of the element losses: null or empty (none), one, L or N·L of them; copied.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public FocalLoss(double alpha = 0.25, double gamma = 2, Reduction reduction = Reduction.Mean, float[]? weight = null)
        : base(reduction, weight)
    {
        _kernel = FocalKernels.Probabilities<float>(alpha, gamma);
        _logitKernel = FocalKernels.Logits<float>(alpha, gamma);
        Alpha = alpha;
        Gamma = gamma;
    }

    /// <inheritdoc/>
    public override LossInput Input => LossInput.Probabilities;

    /// <summary>The share of positives; negative when there is no balancing.</summary>
    public double Alpha { get; }

    /// <summary>The focusing exponent.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    protected internal override double ElementLoss(double input, double target, out double derivative) =>
        Elementwise.LossAndGradient(_kernel.Formula, input, target, out derivative);

    private protected override double Reduce(in LossCall<float> call) => LossDriver.Reduce(_kernel, call);

    private protected override void Each(in LossCall<float> call) => LossDriver.Each(_kernel, call);

    private protected override double ReduceLogits(in LossCall<float> call) => LossDriver.Reduce(_logitKernel, call);
}
