namespace MLNetLoss.Transforms;

/// <summary>The columns a loss is computed from and into.</summary>
/// <param name="Output">The column that is appended.</param>
/// <param name="Input">The column of scores or probabilities.</param>
/// <param name="Label">The column of targets.</param>
internal sealed record MultiLabelLossColumns(string Output, string Input, string Label);
