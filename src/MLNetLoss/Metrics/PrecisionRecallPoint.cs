namespace MLNetLoss.Metrics;

/// <summary>A point of a precision-recall curve.</summary>
/// <param name="Precision">Of the rows whose score is at least the threshold, the share that has the label.</param>
/// <param name="Recall">Of the rows that have the label, the share whose score is at least the threshold.</param>
/// <param name="Threshold">The threshold; infinity at the start, where nothing is predicted.</param>
public readonly record struct PrecisionRecallPoint(double Precision, double Recall, float Threshold);
