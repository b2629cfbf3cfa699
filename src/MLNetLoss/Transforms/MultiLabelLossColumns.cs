namespace MLNetLoss.Transforms;

/// <summary>The columns of a loss transform.</summary>
/// <param name="Output">The appended column.</param>
/// <param name="Input">The column of scores or probabilities.</param>
/// <param name="Label">The column of targets.</param>
internal sealed record MultiLabelLossColumns(string Output, string Input, string Label);
