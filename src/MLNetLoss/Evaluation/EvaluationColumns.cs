using MLNetLoss.Trainers;

namespace MLNetLoss.Evaluation;

/// <summary>The names of the columns an evaluation reads; each default is what the trainers write.</summary>
internal sealed record EvaluationColumns
{
    /// <summary>The targets: a vector of Single or Boolean, or a vector of keys.</summary>
    public string Label { get; init; } = "Label";

    /// <summary>The scores: a vector of Single as long as the targets.</summary>
    public string Score { get; init; } = ScoreColumns.Score;

    /// <summary>The probabilities, likewise; null when scores are logits and probabilities their sigmoid.</summary>
    public string? Probability { get; init; } = ScoreColumns.Probability;

    /// <summary>The predicted labels, a vector of Boolean; null to predict by the thresholds of the options.</summary>
    public string? PredictedLabel { get; init; } = ScoreColumns.PredictedLabel;

    /// <summary>The rows' weights, a Single; null when every row weighs 1.</summary>
    public string? ExampleWeight { get; init; }
}
