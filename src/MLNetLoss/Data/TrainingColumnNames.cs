namespace MLNetLoss.Data;

/// <summary>The names of the columns a trainer learns from.</summary>
/// <param name="Features">The feature column.</param>
/// <param name="Label">The label column.</param>
/// <param name="Weight">The column of row weights; null for none.</param>
/// <param name="CellWeights">The column of cell weights; null for none.</param>
internal sealed record TrainingColumnNames(string Features, string Label, string? Weight, string? CellWeights);
