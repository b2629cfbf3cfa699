using Microsoft.ML;

namespace MLNetLoss.Evaluation;

/// <summary>What tuning thresholds gave.</summary>
public sealed class ThresholdTuning
{
    internal ThresholdTuning(ITransformer model, IReadOnlyList<LabelThreshold> thresholds, double value)
    {
        Model = model;
        Thresholds = thresholds;
        Value = value;
    }

    /// <summary>The model with the new thresholds: of the same steps as the one given, which stays as it was.</summary>
    public ITransformer Model { get; }

    /// <summary>The L thresholds, in the order of the labels.</summary>
    public IReadOnlyList<LabelThreshold> Thresholds { get; }

    /// <summary>The maximised measure, in [0, 1], on the rows tuned on: an optimistic figure for other rows.</summary>
    public double Value { get; }
}
