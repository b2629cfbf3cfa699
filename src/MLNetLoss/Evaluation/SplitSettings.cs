namespace MLNetLoss.Evaluation;

/// <summary>How data are split.</summary>
/// <param name="Method">How rows are dealt out.</param>
/// <param name="LabelColumnName">The column to stratify by; without meaning for a random split.</param>
/// <param name="Separator">What stands between the names of labels where that column is text.</param>
/// <param name="SamplingKeyColumnName">The column whose rows of equal value stay together; null when each row stands for itself.</param>
/// <param name="Seed">The seed.</param>
internal sealed record SplitSettings(
    MultiLabelSplitMethod Method, string LabelColumnName, char Separator, string? SamplingKeyColumnName, int Seed);
