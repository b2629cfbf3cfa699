using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Losses;

/// <summary>Asymmetric loss of logits (Ridnik et al. 2021, "Asymmetric Loss For Multi-Label Classification").</summary>
/// <remarks>
/// The cross-entropy of s = sigmoid(x) for positives and of n = min(sigmoid(-x) + clip, 1) for negatives, each times a power of 1 - p_t
/// with an exponent of its own: easy negatives count less, and very easy ones (below the shift) not at all. Arguments of logarithms are at
/// least 1e-8, as in the reference implementation, which offers only the sum.
/// </remarks>
public sealed class AsymmetricLoss : MultiLabelLoss
{
    private readonly SignedKernel<AsymmetricFormula, LogitFormula, float> _kernel;

    /// <summary>Creates the loss.</summary>
    /// <param name="gammaNegative">The focusing exponent of negatives, finite and not negative.</param>
    /// <param name="gammaPositive">The focusing exponent of positives, finite and not negative.</param>
    /// <param name="clip">The probability shift of negatives in [0, 1).</param>
    /// <param name="reduction">How the element losses are reduced to one number.</param>
    /// <param name="weight">Weights of the element losses: null or empty for none, one, L or N·L of them; copied.</param>
    /// <param name="differentiateFocus">
    /// Whether the focusing factor is differentiated. If false, the gradient treats it as a constant, as with the reference's
    /// <c>disable_torch_grad_focal_loss</c>; the loss is the same.
    /// </param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public AsymmetricLoss(
        double gammaNegative = 4,
        double gammaPositive = 1,
        double clip = 0.05,
        Reduction reduction = Reduction.Mean,
        float[]? weight = null,
        bool differentiateFocus = true)
        : base(reduction, weight)
    {
        _kernel = AsymmetricKernels.Logits<float>(gammaNegative, gammaPositive, clip, differentiateFocus);
        GammaNegative = gammaNegative;
        GammaPositive = gammaPositive;
        Clip = clip;
        DifferentiateFocus = differentiateFocus;
    }

    /// <summary>The focusing exponent of negatives.</summary>
    public double GammaNegative { get; }

    /// <summary>The focusing exponent of positives.</summary>
    public double GammaPositive { get; }

    /// <summary>The probability shift of negatives.</summary>
    public double Clip { get; }

    /// <summary>Whether the focusing factor is differentiated.</summary>
    public bool DifferentiateFocus { get; }

    /// <inheritdoc/>
    protected internal override double ElementLoss(double input, double target, out double derivative) =>
        Elementwise.LossAndGradient(_kernel.Formula, input, target, out derivative);

    private protected override double Reduce(in LossCall<float> call) => LossDriver.Reduce(_kernel, call);

    private protected override void Each(in LossCall<float> call) => LossDriver.Each(_kernel, call);
}
