namespace MLNetLoss.Evaluation;

/// <summary>What tuning found for one label.</summary>
/// <param name="Name">The label's name.</param>
/// <param name="Threshold">
/// The threshold on the score, or on the calibrated probability where a calibrator decides: the label is predicted when it is greater, strictly.
/// </param>
/// <param name="PositiveCount">How many rows of positive weight have the label.</param>
/// <param name="IsTuned">
/// Whether a threshold was searched; false where positives were too few, and the model's threshold was kept.
/// </param>
public sealed record LabelThreshold(string Name, float Threshold, long PositiveCount, bool IsTuned)
{
    /// <summary>
    /// Whether what the rule demands is reached on the rows tuned on: by this label, or with one threshold by all together. True when the
    /// rule demands nothing but the most there is. Where it is false <see cref="IsTuned"/> tells two cases apart: the label cannot reach
    /// it, and has the threshold that the rule has for such labels, or too little was known of the label and its threshold was kept.
    /// </summary>
    public bool MeetsConstraint { get; init; } = true;

    /// <summary>The precision at the threshold, on the rows tuned on; not a number when it predicts no row.</summary>
    public double Precision { get; init; } = double.NaN;

    /// <summary>The recall at the threshold, on the rows tuned on; not a number when no row has the label.</summary>
    public double Recall { get; init; } = double.NaN;
}
