using MLNetLoss.Solvers;

namespace MLNetLoss.Data;

/// <summary>Reads training rows into memory.</summary>
internal static class TrainingRows
{
    /// <summary>Reads all rows, including those with a feature that is not finite.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InvalidDataException">There is no row.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static TrainingSet ReadAll(RowSource source, CancellationToken cancellation) => Read(source, false, cancellation).Set;

    /// <summary>Reads all rows whose features are finite.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The rows, and the number left out because a feature is NaN or infinite.</returns>
    /// <exception cref="InvalidDataException">There is no row, or none whose features are finite.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static (TrainingSet Set, int Skipped) ReadFinite(RowSource source, CancellationToken cancellation) =>
        Read(source, true, cancellation);

    private static (TrainingSet Set, int Skipped) Read(RowSource source, bool finiteOnly, CancellationToken cancellation)
    {
        var features = new RowMatrixBuilder(source.FeatureCount);
        var targets = new RowMatrixBuilder(source.LabelCount);
        RowMatrixBuilder? cells = source.HasCellWeights ? new RowMatrixBuilder(source.LabelCount) : null;
        var weights = new List<float>();
        bool weighted = false;
        int skipped = 0;
        using RowReader reader = source.Open();
        while (reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            TrainingRow row = reader.Current;
            if (finiteOnly && !row.IsFinite)
            {
                skipped++;
                continue;
            }

            Add(features, source.FeatureCount, row.Indices, row.Values);
            Add(targets, source.LabelCount, row.TargetIndices, row.Targets);
            if (cells is not null)
                Add(cells, source.LabelCount, row.CellIndices, row.Cells);
            weights.Add(row.Weight);
            weighted |= row.Weight != 1;
        }

        if (weights.Count == 0)
        {
            throw new InvalidDataException(skipped == 0
                ? "There are no rows to learn from."
                : $"There are no rows to learn from: all {skipped} have a feature that is NaN or infinite.");
        }

        return (new TrainingSet(features.Build(), targets.Build(), weighted ? [.. weights] : null, cells?.Build()), skipped);
    }

    private static void Add(RowMatrixBuilder builder, int columnCount, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        if (values.Length == columnCount)
            builder.Add(values);
        else
            builder.Add(indices, values);
    }
}
