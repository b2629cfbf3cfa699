namespace MLNetLoss.Evaluation;

/// <summary>What tuning found for one label.</summary>
/// <param name="Name">The label's name.</param>
/// <param name="Threshold">The threshold on the score: the label is predicted when its score is greater, strictly.</param>
/// <param name="PositiveCount">How many rows of positive weight have the label.</param>
/// <param name="IsTuned">Whether the threshold was searched; false where positives were too few and the model's threshold was kept.</param>
public sealed record LabelThreshold(string Name, float Threshold, long PositiveCount, bool IsTuned);
