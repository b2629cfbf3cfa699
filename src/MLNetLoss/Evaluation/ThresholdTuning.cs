using Microsoft.ML;

namespace MLNetLoss.Evaluation;

/// <summary>What tuning thresholds gave.</summary>
public sealed class ThresholdTuning
{
    internal ThresholdTuning(ITransformer model, string columnName, IReadOnlyList<LabelThreshold> thresholds, double value)
    {
        Model = model;
        ColumnName = columnName;
        Thresholds = thresholds;
        Value = value;
    }

    /// <summary>The model with the new thresholds: of the same steps as the one given, which stays as it was.</summary>
    public ITransformer Model { get; }

    /// <summary>
    /// The column whose values the thresholds are compared with: <c>Score</c>, or <c>Probability</c> where a calibrator decides.
    /// </summary>
    public string ColumnName { get; }

    /// <summary>The L thresholds, in the order of the labels.</summary>
    public IReadOnlyList<LabelThreshold> Thresholds { get; }

    /// <summary>
    /// What was reached on the rows tuned on, in [0, 1]: the F-beta that was maximised; of a bound on precision or recall the other of the
    /// two, as the mean over the labels (0/0 is 0) or with one threshold of all decisions together; of a bound on the miss rate the mean
    /// rate of the rows, or with a threshold for each label the mean of the rates of the tuned labels (not a number when none is tuned).
    /// Measured on rows that were chosen by, it is an optimistic figure for other rows.
    /// </summary>
    public double Value { get; }

    /// <summary>Whether what the rule demands is reached on the rows tuned on: by every label, or with one threshold by all together.</summary>
    public bool MeetsConstraint => Thresholds.All(label => label.MeetsConstraint);
}
