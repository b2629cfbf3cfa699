namespace MLNetLoss.Evaluation;

/// <summary>How data is split.</summary>
/// <param name="Method">How rows are assigned.</param>
/// <param name="LabelColumnName">The column to stratify by; unused for a random split.</param>
/// <param name="Separator">The separator of label names when that column is text.</param>
/// <param name="SamplingKeyColumnName">The column whose rows of equal value stay together; null when rows are independent.</param>
/// <param name="Seed">The seed.</param>
internal sealed record SplitSettings(
    MultiLabelSplitMethod Method, string LabelColumnName, char Separator, string? SamplingKeyColumnName, int Seed);
