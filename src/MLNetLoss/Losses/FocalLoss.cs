using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

/// <summary>Focal loss of probabilities (Lin et al. 2017): <see cref="SigmoidFocalLoss"/> without its sigmoid.</summary>
/// <remarks>Logarithms are clamped at -100. <see cref="MultiLabelLoss.SumFromLogits"/> includes the sigmoid and is accurate for saturated logits too.</remarks>
public sealed class FocalLoss : MultiLabelLoss
{
    private readonly SignedKernel<FocalProbabilityFormula, ProbabilityFormula, float> _kernel;
    private readonly SignedKernel<FocalFormula, LogitFormula, float> _logitKernel;

    /// <summary>Creates the loss.</summary>
    /// <param name="alpha">The weight of positives in [0, 1], 1 - alpha being that of negatives; a negative value disables both.</param>
    /// <param name="gamma">The focusing exponent, finite and not negative.</param>
    /// <param name="reduction">How the element losses are reduced to one number.</param>
    /// <param name="weight">Weights of the element losses: null or empty for none, one, L or N·L of them; copied.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
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

    /// <summary>The weight of positives, 1 - alpha being that of negatives; negative if both are disabled.</summary>
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
