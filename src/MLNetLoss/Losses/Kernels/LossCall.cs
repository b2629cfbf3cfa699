using MLNetLoss.Numerics;

namespace MLNetLoss.Losses.Kernels;

/// <summary>The arguments of one call of a loss.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct LossCall<T>
    where T : unmanaged
{
    /// <summary>Logits or probabilities.</summary>
    public required ReadOnlySpan<T> Input { get; init; }

    /// <summary>As many targets.</summary>
    public required ReadOnlySpan<T> Target { get; init; }

    /// <summary>Weights, whose number divides the number of inputs; empty if there are none.</summary>
    public ReadOnlySpan<T> Weight { get; init; }

    /// <summary>Weights of the positive part, whose number divides the number of inputs; empty if there are none.</summary>
    public ReadOnlySpan<T> PosWeight { get; init; }

    /// <summary>What the inputs are. Probabilities are checked to be in [0, 1].</summary>
    public LossInput Domain { get; init; }

    /// <summary>How the element losses are reduced to one number.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>The options beyond PyTorch's.</summary>
    public LossOptions Options { get; init; }

    /// <summary>Receives the gradient or the element losses.</summary>
    public Span<T> Destination { get; init; }

    /// <summary>The destination's name in the public method; null if nothing is to be written.</summary>
    public string? DestinationName { get; init; }

    /// <summary>Throws if lengths do not match, memory overlaps, or an option is out of range.</summary>
    public void Check()
    {
        if (Target.Length != Input.Length)
        {
            Faults.Throw("target", $"target has {Target.Length} values but input has {Input.Length}; they must have the same number.");
        }

        CheckRepeats(Weight.Length, "weight");
        CheckRepeats(PosWeight.Length, "posWeight");
        if (!Options.Mask.IsEmpty && Options.Mask.Length != Input.Length)
        {
            Faults.Throw("options", $"The mask has {Options.Mask.Length} values but input has {Input.Length}; it must have none or the same number.");
        }

        CheckDefined(Options.MissingTargets, Options.MissingTargets is MissingTargets.Error or MissingTargets.Ignore);
        CheckDefined(
            Options.Denominator,
            Options.Denominator is MeanDenominator.AllElements or MeanDenominator.ValidElements or MeanDenominator.WeightSum or MeanDenominator.Rows);
        CheckDefined(Options.EmptyMean, Options.EmptyMean is EmptyMean.NaN or EmptyMean.Zero or EmptyMean.Throw);
        if (!(Options.LabelSmoothing is >= 0 and <= 1))
        {
            Faults.Throw("options", $"The label smoothing is {Options.LabelSmoothing}; it must be in [0, 1].");
        }

        if (Options.MaxDegreeOfParallelism < -1)
        {
            Faults.Throw("options", $"The degree of parallelism is {Options.MaxDegreeOfParallelism}; it must be -1, 0 or positive.");
        }

        if (DestinationName is not null)
        {
            Spans.CheckDestination(Input, Destination, "input", DestinationName);
            Span<T> written = Destination[..Input.Length];
            Spans.CheckDisjoint(Target, written, "target", DestinationName);
            Spans.CheckDisjoint(Weight, written, "weight", DestinationName);
            Spans.CheckDisjoint(PosWeight, written, "posWeight", DestinationName);
        }
    }

    // Enum.IsDefined would cost a small call a tenth of its time.
    private static void CheckDefined<TEnum>(TEnum value, bool isDefined)
        where TEnum : struct, Enum
    {
        if (!isDefined)
        {
            Faults.Throw("options", $"{typeof(TEnum).Name} is {value}; it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }

    private void CheckRepeats(int length, string name)
    {
        if (length != 0 && (length > Input.Length || Input.Length % length != 0) && Input.Length != 0)
        {
            Faults.Throw(
                name,
                $"{name} has {length} values, which does not divide input's {Input.Length}; it must have none, one, one for each label or one for each element.");
        }
    }
}
