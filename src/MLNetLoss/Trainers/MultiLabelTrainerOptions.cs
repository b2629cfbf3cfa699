using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>The options common to all multi-label trainers.</summary>
public abstract class MultiLabelTrainerOptions
{
    private protected MultiLabelTrainerOptions()
    {
    }

    /// <summary>
    /// The column of targets: a vector of Single (0 to 1; fractions are soft targets, NaN is a missing target), a vector of Boolean, or a
    /// vector of keys.
    /// </summary>
    /// <value>"Label" unless set.</value>
    public string LabelColumnName { get; set; } = Defaults.LabelColumnName;

    /// <summary>The column of features: a vector of Single of known size, dense or sparse.</summary>
    /// <value>"Features" unless set.</value>
    public string FeatureColumnName { get; set; } = Defaults.FeatureColumnName;

    /// <summary>The column of row weights: Single, finite and not negative.</summary>
    /// <value>Null unless set: every row weighs 1.</value>
    public string? ExampleWeightColumnName { get; set; }

    /// <summary>
    /// The column of cell weights: a vector of Single with one weight for each label of the row, finite and not negative. They are
    /// multiplied by the row's weight. A weight of zero has the effect of a missing target.
    /// </summary>
    /// <value>Null unless set: every cell weighs 1.</value>
    public string? CellWeightColumnName { get; set; }

    /// <summary>
    /// The weight of the positive part of the loss, PyTorch's <c>pos_weight</c>: one for all labels, or one for each of the L labels;
    /// finite and not negative. It is multiplied by the loss's own <c>posWeight</c>, if any.
    /// </summary>
    /// <value>Null unless set: positives and negatives weigh the same.</value>
    public float[]? PosWeight { get; set; }

    /// <summary>
    /// Whether each label's <see cref="PosWeight"/> is its negatives over its positives in the training rows, at most 100: scikit-learn's
    /// <c>class_weight="balanced"</c> up to a factor per label. It finds more of the rare labels but makes their probabilities too high.
    /// </summary>
    /// <value>False unless set.</value>
    public bool BalancePosWeight { get; set; }

    /// <summary>The number of threads to train with; the model does not depend on it.</summary>
    /// <value>0 unless set: one per processor.</value>
    public int Threads { get; set; }

    /// <summary>
    /// The seed of everything random; the same seed on the same data gives the same model, bit for bit, on machines of one kind. Another kind of
    /// processor or another system can change last digits.
    /// </summary>
    /// <value>1 unless set.</value>
    public int Seed { get; set; } = Defaults.Seed;

    /// <summary>Receives the progress of the training, on a training thread; it should return quickly.</summary>
    /// <value>Null unless set. Progress is written to <c>MLContext.Log</c> in either case.</value>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Cancels the training: <c>Fit</c> then throws <see cref="OperationCanceledException"/> and returns no model.</summary>
    /// <value>None unless set.</value>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Checks that the options are in range.</summary>
    /// <param name="trainer">The trainer's name, for messages.</param>
    /// <exception cref="ArgumentException">Some are not; the message names them all.</exception>
    internal void Validate(string trainer)
    {
        var faults = new OptionFaults();
        faults.Check(!string.IsNullOrEmpty(LabelColumnName), nameof(LabelColumnName), "a column's name", LabelColumnName);
        faults.Check(!string.IsNullOrEmpty(FeatureColumnName), nameof(FeatureColumnName), "a column's name", FeatureColumnName);
        faults.Check(ExampleWeightColumnName != "", nameof(ExampleWeightColumnName), "a column's name or null", ExampleWeightColumnName);
        faults.Check(CellWeightColumnName != "", nameof(CellWeightColumnName), "a column's name or null", CellWeightColumnName);
        faults.Check(PosWeight is null || (PosWeight.Length > 0 && Array.TrueForAll(PosWeight, weight => weight >= 0 && float.IsFinite(weight))),
            nameof(PosWeight), "one or more finite numbers of at least 0", PosWeight);
        faults.Check(PosWeight is null || !BalancePosWeight, nameof(BalancePosWeight), "false where PosWeight is given", BalancePosWeight);
        AddFaults(faults);
        faults.ThrowIfAny(trainer);
    }

    private protected abstract void AddFaults(OptionFaults faults);

    /// <summary>The defaults shared by options and catalog members, each defined only here.</summary>
    internal static class Defaults
    {
        public const string LabelColumnName = "Label";
        public const string FeatureColumnName = "Features";
        public const int Seed = 1;
    }
}
