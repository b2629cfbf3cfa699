namespace MLNetLoss.Metrics;

/// <summary>Where a label stands in its row's ranking.</summary>
/// <param name="Above">How many labels have a higher score.</param>
/// <param name="Level">How many have the same score, itself included.</param>
/// <param name="Place">Its place, counted from 0, with equal scores in label order.</param>
internal readonly record struct RankedLabel(int Above, int Level, int Place);
