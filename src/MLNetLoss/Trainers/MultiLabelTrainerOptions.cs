using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>The options that all multi-label trainers share.</summary>
public abstract class MultiLabelTrainerOptions
{
    private protected MultiLabelTrainerOptions()
    {
    }

    /// <summary>
    /// The column of targets: a vector of Single (0 to 1, fractions are soft targets, NaN is a missing one), a vector of Boolean, or
    /// a vector of keys.
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
    /// The column of cells' weights: a vector of Single, one weight for each label of the row, finite and not negative. It is multiplied
    /// with the row's weight. A weight of zero has the effect of a missing target.
    /// </summary>
    /// <value>Null unless set: every cell weighs 1.</value>
    public string? CellWeightColumnName { get; set; }

    /// <summary>
    /// The weight of the positive part of the loss, PyTorch's <c>pos_weight</c>: one for all labels, or one for each of the L labels;
    /// finite and not negative. It is multiplied with what the loss itself has of the kind.
    /// </summary>
    /// <value>Null unless set: positives and negatives weigh the same.</value>
    public float[]? PosWeight { get; set; }

    /// <summary>
    /// Whether each label's <see cref="PosWeight"/> is its negatives over its positives in the rows to learn from, at most 100: scikit-learn's
    /// <c>class_weight="balanced"</c> but for a factor a label. It finds more of the rare labels and makes their probabilities too high.
    /// </summary>
    /// <value>False unless set.</value>
    public bool BalancePosWeight { get; set; }

    /// <summary>Threads to train with; the model does not depend on it.</summary>
    /// <value>0 unless set: as many as there are processors.</value>
    public int Threads { get; set; }

    /// <summary>The seed of all that is random; the same seed on the same data gives the same model, bit for bit.</summary>
    /// <value>1 unless set.</value>
    public int Seed { get; set; } = Defaults.Seed;

    /// <summary>Told how far the training has come, from the thread that trains; it should return soon.</summary>
    /// <value>Null unless set; the messages of <c>MLContext.Log</c> come all the same.</value>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Stops the training: <c>Fit</c> then throws <see cref="OperationCanceledException"/> and gives no model.</summary>
    /// <value>None unless set.</value>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Refuses options that are out of range.</summary>
    /// <param name="trainer">Whose options they are.</param>
    /// <exception cref="ArgumentException">Some are; the message names them all.</exception>
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

    /// <summary>The defaults that options and catalog members share, each in this place alone.</summary>
    internal static class Defaults
    {
        public const string LabelColumnName = "Label";
        public const string FeatureColumnName = "Features";
        public const int Seed = 1;
    }
}
