namespace MLNetLoss.Metrics;

/// <summary>The place of a label in its row's ranking.</summary>
/// <param name="Above">Number of labels with a higher score.</param>
/// <param name="Level">Number of labels with the same score, itself included.</param>
/// <param name="Place">Its place, counted from 0, with equal scores in label order.</param>
internal readonly record struct RankedLabel(int Above, int Level, int Place);
