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

    /// <summary>The defaults that options and catalog members share, each in this place alone.</summary>
    internal static class Defaults
    {
        public const string LabelColumnName = "Label";
        public const string FeatureColumnName = "Features";
        public const int Seed = 1;
    }
}
