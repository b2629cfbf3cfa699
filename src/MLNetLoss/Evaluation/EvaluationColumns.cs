using MLNetLoss.Trainers;

namespace MLNetLoss.Evaluation;

/// <summary>The names of the columns an evaluation reads; each default is what the trainers write.</summary>
/// <param name="Label">The targets: a vector of Single or Boolean, or a vector of keys.</param>
/// <param name="Score">The scores: a vector of Single as long as the targets.</param>
/// <param name="Probability">The probabilities, a vector of the same size; null when scores are logits and probabilities their sigmoid.</param>
/// <param name="PredictedLabel">The predicted labels, a vector of Boolean; null to predict by the thresholds of the options.</param>
/// <param name="ExampleWeight">The rows' weights, a Single; null when every row weighs 1.</param>
internal sealed record EvaluationColumns(
    string Label = "Label",
    string Score = ScoreColumns.Score,
    string? Probability = ScoreColumns.Probability,
    string? PredictedLabel = ScoreColumns.PredictedLabel,
    string? ExampleWeight = null);
