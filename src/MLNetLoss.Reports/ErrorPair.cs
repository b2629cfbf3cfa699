namespace MLNetLoss.Reports;

/// <summary>Two errors that occur in the same rows: one label is missed where another is predicted wrongly.</summary>
/// <param name="Missed">The index of the label that is missed.</param>
/// <param name="False">The index of the label that is predicted wrongly.</param>
/// <param name="Weight">The weight of such rows; their number when rows weigh 1.</param>
public readonly record struct ErrorPair(int Missed, int False, double Weight);
