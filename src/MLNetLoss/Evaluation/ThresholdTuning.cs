using Microsoft.ML;

namespace MLNetLoss.Evaluation;

/// <summary>The result of tuning thresholds.</summary>
public sealed class ThresholdTuning
{
    internal ThresholdTuning(ITransformer model, string columnName, IReadOnlyList<LabelThreshold> thresholds, double value)
    {
        Model = model;
        ColumnName = columnName;
        Thresholds = thresholds;
        Value = value;
    }

    /// <summary>The model with the new thresholds. The model given is unchanged.</summary>
    public ITransformer Model { get; }

    /// <summary>
    /// The column whose values are compared with the thresholds: <c>Score</c>, or <c>Probability</c> where a calibrator decides.
    /// </summary>
    public string ColumnName { get; }

    /// <summary>The L thresholds, in the order of the labels.</summary>
    public IReadOnlyList<LabelThreshold> Thresholds { get; }

    /// <summary>
    /// The value reached on the rows tuned on, in [0, 1]. For F-beta, the maximum. For a bound on precision or recall, the other of the two: the
    /// mean over the labels that have a target (0/0 is 0), or with one threshold the value for all decisions together. For a bound on the miss rate, the mean rate of
    /// the rows, or with a threshold per label the mean rate of the tuned labels (NaN when none is tuned). Since the thresholds were chosen on
    /// these rows, it is an optimistic estimate for others.
    /// </summary>
    public double Value { get; }

    /// <summary>Whether the rule's constraint is met on the rows tuned on: by every label, or with one threshold by all together.</summary>
    public bool MeetsConstraint => Thresholds.All(label => label.MeetsConstraint);
}
