using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Losses;

/// <summary>A loss over an N x L matrix of rows and labels: the sum or mean of a formula that is applied to each element.</summary>
/// <remarks>
/// <para>To define your own loss, derive a class and override <see cref="ElementLoss"/>. Reductions, gradients, missing targets and trainers
/// then work with it:</para>
/// <code>
/// sealed class SquaredHinge() : MultiLabelLoss(Reduction.Mean)
/// {
///     protected override double ElementLoss(double input, double target, out double derivative)
///     {
///         double sign = 2 * target - 1;
///         double gap = Math.Max(0, 1 - sign * input);
///         derivative = -2 * sign * gap;
///         return gap * gap;
///     }
/// }
/// </code>
/// <para>Instances keep no state between calls and may be shared by threads, so <see cref="ElementLoss"/> must be thread-safe.</para>
/// </remarks>
public abstract class MultiLabelLoss
{
    /// <summary>Creates a loss.</summary>
    /// <param name="reduction">How <see cref="Forward(ReadOnlySpan{float}, ReadOnlySpan{float})"/> reduces the element losses to one number.</param>
    /// <param name="weight">Weights of the element losses: null or empty for none, one, L or N·L of them; copied.</param>
    /// <exception cref="ArgumentException">The reduction is not a value of the enumeration.</exception>
    protected MultiLabelLoss(Reduction reduction = Reduction.Mean, float[]? weight = null)
    {
        if (reduction is not (Reduction.None or Reduction.Mean or Reduction.Sum))
        {
            throw new ArgumentException($"The reduction is {EnumText.Of(reduction)}; it must be None, Mean or Sum.", nameof(reduction));
        }

        Reduction = reduction;
        Weights = weight is null ? [] : [.. weight];
    }

    /// <summary>How the element losses are reduced to one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>What the loss takes as input: logits, unless a derived class overrides this.</summary>
    public virtual LossInput Input => LossInput.Logits;

    /// <summary>The weights of the element losses, repeating from the start; empty for none.</summary>
    public ReadOnlyMemory<float> Weight => Weights;

    /// <inheritdoc cref="LossOptions.MissingTargets"/>
    public MissingTargets MissingTargets { get; init; }

    /// <inheritdoc cref="LossOptions.Denominator"/>
    public MeanDenominator Denominator { get; init; }

    /// <inheritdoc cref="LossOptions.EmptyMean"/>
    public EmptyMean EmptyMean { get; init; }

    /// <inheritdoc cref="LossOptions.LabelSmoothing"/>
    /// <exception cref="ArgumentException">The value is not in [0, 1].</exception>
    public double LabelSmoothing
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentException(FormattableString.Invariant($"The label smoothing is {value}; it must be in [0, 1]."), nameof(value));
    }

    /// <inheritdoc cref="LossOptions.LabelCount"/>
    /// <exception cref="ArgumentException">The value is negative.</exception>
    public int LabelCount
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentException(FormattableString.Invariant($"The label count is {value}; it must not be negative."), nameof(value));
    }

    /// <inheritdoc cref="LossOptions.MaxDegreeOfParallelism"/>
    /// <exception cref="ArgumentException">The value is below -1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init => field = value >= -1
            ? value
            : throw new ArgumentException(FormattableString.Invariant($"The degree of parallelism is {value}; it must be -1, 0 or positive."), nameof(value));
    }

    /// <summary>The array behind <see cref="Weight"/>.</summary>
    private protected float[] Weights { get; }

    /// <summary>The mean or the sum of the element losses.</summary>
    /// <param name="input">N x L logits or probabilities (see <see cref="Input"/>), row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <returns>One number, accumulated in double.</returns>
    /// <exception cref="ArgumentException">The reduction is <see cref="Reduction.None"/>, lengths do not match, or a target or probability is not in [0, 1].</exception>
    public double Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> target) =>
        Reduce(Call(input, target, default, null, Reduction, Input, Options));

    /// <summary>The mean or the sum of the element losses and, in the same pass, its gradient with respect to the input.</summary>
    /// <param name="input">N x L logits or probabilities (see <see cref="Input"/>), row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="gradient">Receives as many derivatives; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <returns>One number, accumulated in double.</returns>
    /// <exception cref="ArgumentException">As in <see cref="Forward(ReadOnlySpan{float}, ReadOnlySpan{float})"/>, or the gradient is too short or overlaps.</exception>
    public double Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> gradient) =>
        Reduce(Call(input, target, gradient, nameof(gradient), Reduction, Input, Options));

    /// <summary>The mean or the sum of the unmasked element losses and, in the same pass, its gradient with respect to the input.</summary>
    /// <param name="input">N x L logits or probabilities (see <see cref="Input"/>), row by row.</param>
    /// <param name="target">As many targets; in [0, 1] where the mask is true.</param>
    /// <param name="mask">As many values, true for elements that count, or none if all do; the others have loss 0 and are left out of the mean.</param>
    /// <param name="gradient">
    /// Receives as many derivatives, 0 where masked; may start where the input starts, but must not overlap it otherwise. Undefined after an
    /// exception.
    /// </param>
    /// <returns>One number, accumulated in double.</returns>
    /// <exception cref="ArgumentException">As in <see cref="Forward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>, or the mask has another length.</exception>
    public double Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> target, ReadOnlySpan<bool> mask, Span<float> gradient)
    {
        if (!mask.IsEmpty && mask.Length != input.Length)
        {
            throw new ArgumentException($"The mask has {mask.Length} values but input has {input.Length}; it must have none or the same number.", nameof(mask));
        }

        return Reduce(Call(input, target, gradient, nameof(gradient), Reduction, Input, Options with { Mask = mask }));
    }

    /// <summary>The loss of each element, regardless of <see cref="Reduction"/>.</summary>
    /// <param name="input">N x L logits or probabilities (see <see cref="Input"/>), row by row.</param>
    /// <param name="target">As many targets in [0, 1].</param>
    /// <param name="destination">Receives as many losses; may start where the input starts, but must not overlap it otherwise. Undefined after an exception.</param>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a target or probability is not in [0, 1].</exception>
    public void ForwardEach(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> destination) =>
        Each(Call(input, target, destination, nameof(destination), Reduction.None, Input, Options));

    /// <summary>For trainers: the sum of the element losses as a function of the logits, and its gradient.</summary>
    /// <remarks>
    /// Sums regardless of <see cref="Reduction"/>, with all weights applied. A loss that takes probabilities is applied to the sigmoids of the
    /// logits. An element whose target is NaN has loss 0 and gradient 0. Allocates nothing.
    /// </remarks>
    /// <param name="logits">N x L logits, row by row.</param>
    /// <param name="target">As many targets in [0, 1], or NaN where missing.</param>
    /// <param name="gradient">Receives as many derivatives; may start where the logits start.</param>
    /// <returns>The sum, accumulated in double.</returns>
    /// <exception cref="ArgumentException">Lengths do not match, memory overlaps, or a target is neither in [0, 1] nor NaN.</exception>
    public double SumFromLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> gradient)
    {
        LossOptions options = new() { MissingTargets = MissingTargets.Ignore, LabelSmoothing = LabelSmoothing };
        return ReduceLogits(Call(logits, target, gradient, nameof(gradient), Reduction.Sum, LossInput.Logits, options));
    }

    /// <summary>
    /// For trainers: throws if weights are neither one for all labels nor one per label, since others would repeat or be cut off, or are negative
    /// or not finite.
    /// </summary>
    /// <param name="labelCount">The number of labels in a row.</param>
    /// <exception cref="ArgumentException">The loss is not for that many labels, or a weight is invalid.</exception>
    internal virtual void CheckLabelCount(int labelCount)
    {
        Check(Weights, "weights");
        Check(PosWeights, "posWeights");

        void Check(float[] weights, string name)
        {
            if (weights.Length > 1 && weights.Length != labelCount)
            {
                Faults.Throw("loss", $"The loss has {weights.Length} {name} for {labelCount} labels; it must have none, one, or one per label.");
            }

            int bad = Array.FindIndex(weights, weight => !(weight >= 0 && float.IsFinite(weight)));
            if (bad >= 0)
            {
                Faults.Throw("loss", $"The loss's {name}[{bad}] is {weights[bad]}; it must be finite and not negative.");
            }
        }
    }

    /// <summary>
    /// For trainers that train some of the labels at a time and have weights per cell: the sum of one row's element losses as a function of
    /// the logits, and its gradient, as in <see cref="SumFromLogits"/>.
    /// </summary>
    /// <param name="logits">The logits of consecutive labels.</param>
    /// <param name="target">As many targets in [0, 1], or NaN where missing.</param>
    /// <param name="firstLabel">The first of the labels; weights per label are taken from there on.</param>
    /// <param name="cells">As many weights of cells, which are multiplied by <see cref="Weight"/> in place; empty if all are 1.</param>
    /// <param name="gradient">Receives as many derivatives.</param>
    internal double SumOfLabels(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> target, int firstLabel, Span<float> cells, Span<float> gradient)
    {
        ReadOnlySpan<float> weight = OfLabels(Weights, firstLabel, logits.Length);
        if (!cells.IsEmpty)
        {
            if (weight.Length > 1)
                System.Numerics.Tensors.TensorPrimitives.Multiply(cells, weight, cells);
            else if (weight.Length == 1)
                System.Numerics.Tensors.TensorPrimitives.Multiply(cells, weight[0], cells);
            weight = cells;
        }

        return ReduceLabels(new LossCall<float>
        {
            Input = logits,
            Target = target,
            Weight = weight,
            PosWeight = OfLabels(PosWeights, firstLabel, logits.Length),
            Domain = LossInput.Logits,
            Reduction = Reduction.Sum,
            Options = new() { MissingTargets = MissingTargets.Ignore, LabelSmoothing = LabelSmoothing },
            Destination = gradient,
            DestinationName = nameof(gradient),
        });

        static ReadOnlySpan<float> OfLabels(float[] weights, int first, int count) =>
            weights.Length > 1 && weights.Length >= first + count ? weights.AsSpan(first, count) : weights;
    }

    /// <summary>The formula: the loss of one element and its derivative.</summary>
    /// <param name="input">A logit or a probability, as <see cref="Input"/> says.</param>
    /// <param name="target">The target in [0, 1], after label smoothing.</param>
    /// <param name="derivative">The derivative of the loss with respect to the input.</param>
    /// <returns>The loss without <see cref="Weight"/>, which the caller applies.</returns>
    protected internal abstract double ElementLoss(double input, double target, out double derivative);

    /// <summary>The properties that are options of a call.</summary>
    private protected LossOptions Options => new()
    {
        MissingTargets = MissingTargets,
        Denominator = Denominator,
        EmptyMean = EmptyMean,
        LabelSmoothing = LabelSmoothing,
        LabelCount = LabelCount,
        MaxDegreeOfParallelism = MaxDegreeOfParallelism,
    };

    /// <summary>The weights of the positive part; empty for losses without them.</summary>
    private protected virtual float[] PosWeights => [];

    /// <summary>Runs a call that reduces; the built-in losses override it with vectorised kernels.</summary>
    private protected virtual double Reduce(in LossCall<float> call) => LossDriver.Reduce(new FormulaKernel<float>(this, sigmoidInside: false), call);

    /// <summary>Runs a call that writes element losses.</summary>
    private protected virtual void Each(in LossCall<float> call) => LossDriver.Each(new FormulaKernel<float>(this, sigmoidInside: false), call);

    /// <summary>Runs a call whose inputs are logits, even if the loss takes probabilities.</summary>
    private protected virtual double ReduceLogits(in LossCall<float> call) =>
        Input == LossInput.Logits ? Reduce(call) : LossDriver.Reduce(new FormulaKernel<float>(this, sigmoidInside: true), call);

    /// <summary>Runs a call that sums over consecutive labels of one row; its inputs are logits.</summary>
    private protected virtual double ReduceLabels(in LossCall<float> call) => ReduceLogits(call);

    private LossCall<float> Call(
        ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> destination, string? destinationName, Reduction reduction, LossInput domain, LossOptions options) => new()
        {
            Input = input,
            Target = target,
            Weight = Weights,
            PosWeight = PosWeights,
            Domain = domain,
            Reduction = reduction,
            Options = options,
            Destination = destination,
            DestinationName = destinationName,
        };
}
