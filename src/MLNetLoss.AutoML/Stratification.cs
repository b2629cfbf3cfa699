namespace MLNetLoss.AutoML;

/// <summary>The labels by which cross-validation folds are stratified.</summary>
/// <param name="ColumnName">The column of labels.</param>
/// <param name="Separator">The separator of the labels where the column is text.</param>
internal sealed record Stratification(string ColumnName, char Separator);
