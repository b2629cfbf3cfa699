namespace MLNetLoss.Metrics;

/// <summary>A point of a ROC curve.</summary>
/// <param name="FalsePositiveRate">Of the rows without the label, the share whose score is at least the threshold.</param>
/// <param name="TruePositiveRate">Of the rows with the label, the share whose score is at least the threshold.</param>
/// <param name="Threshold">The threshold; infinity at the start, where nothing is predicted.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, float Threshold);
