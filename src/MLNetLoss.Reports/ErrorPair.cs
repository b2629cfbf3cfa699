namespace MLNetLoss.Reports;

/// <summary>Two errors of the same rows: one label was missed where another was predicted wrongly.</summary>
/// <param name="Missed">The place of the label that was missed.</param>
/// <param name="False">The place of the label that was predicted and is not there.</param>
/// <param name="Weight">The weight of such rows; their number when rows weigh 1.</param>
public readonly record struct ErrorPair(int Missed, int False, double Weight);
