namespace MLNetLoss.Evaluation;

/// <summary>What tuning found for one label.</summary>
/// <param name="Name">The label's name.</param>
/// <param name="Threshold">
/// The threshold on the score, or on the calibrated probability where a calibrator decides: the label is predicted when it is greater, strictly.
/// </param>
/// <param name="PositiveCount">Number of rows with a weight above 0 that have the label.</param>
/// <param name="IsTuned">
/// Whether a threshold was searched for; false when there were too few positive rows and the model's threshold was kept.
/// </param>
public sealed record LabelThreshold(string Name, float Threshold, long PositiveCount, bool IsTuned)
{
    /// <summary>
    /// Whether the rule's constraint is met on the rows tuned on: by this label, or with one threshold by all together. True when the rule only
    /// maximises a measure. When false, <see cref="IsTuned"/> tells two cases apart: the label cannot meet the constraint, and has the threshold
    /// that the rule provides for such labels; or it had too few positive rows, and its threshold was kept.
    /// </summary>
    public bool MeetsConstraint { get; init; } = true;

    /// <summary>The precision at the threshold, on the rows tuned on; NaN when it predicts no row.</summary>
    public double Precision { get; init; } = double.NaN;

    /// <summary>The recall at the threshold, on the rows tuned on; NaN when no row has the label.</summary>
    public double Recall { get; init; } = double.NaN;
}
