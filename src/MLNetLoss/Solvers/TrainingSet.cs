namespace MLNetLoss.Solvers;

/// <summary>The rows a solver learns from, in memory.</summary>
internal sealed class TrainingSet
{
    /// <summary>Joins features and targets of the same rows.</summary>
    /// <param name="features">N x D; finite values.</param>
    /// <param name="targets">N x L; values in [0, 1], NaN where the target is missing.</param>
    /// <param name="rowWeights">N weights, finite and not negative; null when every row weighs 1.</param>
    /// <param name="cellWeights">N x L weights of cells, finite and not negative; null when every cell weighs 1.</param>
    public TrainingSet(RowMatrix features, RowMatrix targets, float[]? rowWeights = null, RowMatrix? cellWeights = null)
    {
        if (features.RowCount != targets.RowCount)
        {
            throw new ArgumentException(
                $"There are {features.RowCount} rows of features but {targets.RowCount} of targets.", nameof(targets));
        }

        if (rowWeights is not null && rowWeights.Length != features.RowCount)
        {
            throw new ArgumentException(
                $"There are {rowWeights.Length} row weights for {features.RowCount} rows.", nameof(rowWeights));
        }

        if (cellWeights is not null && (cellWeights.RowCount != targets.RowCount || cellWeights.ColumnCount != targets.ColumnCount))
        {
            throw new ArgumentException(
                $"There are {cellWeights.RowCount} x {cellWeights.ColumnCount} weights of cells for {targets.RowCount} x {targets.ColumnCount} targets.",
                nameof(cellWeights));
        }

        Features = features;
        Targets = targets;
        RowWeights = rowWeights;
        CellWeights = cellWeights;
    }

    /// <summary>N x D features.</summary>
    public RowMatrix Features { get; }

    /// <summary>N x L targets in [0, 1], NaN where missing.</summary>
    public RowMatrix Targets { get; }

    /// <summary>N weights, or null when every row weighs 1.</summary>
    public float[]? RowWeights { get; }

    /// <summary>N x L weights of cells, or null when every cell weighs 1.</summary>
    public RowMatrix? CellWeights { get; }

    /// <summary>N, the number of rows.</summary>
    public int RowCount => Features.RowCount;

    /// <summary>D, the number of features.</summary>
    public int FeatureCount => Features.ColumnCount;

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => Targets.ColumnCount;
}
