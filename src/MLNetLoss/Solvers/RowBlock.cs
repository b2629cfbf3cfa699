namespace MLNetLoss.Solvers;

/// <summary>
/// Up to <see cref="RowMatrix.BlockRows"/> consecutive rows of a <see cref="RowMatrix"/>: compressed sparse rows, or dense rows if those take
/// less memory.
/// </summary>
/// <param name="rowCount">Number of rows.</param>
/// <param name="columnCount">Number of columns.</param>
/// <param name="values">The values, row after row.</param>
/// <param name="indices">The column of each value, ascending within a row; null if the rows are dense.</param>
/// <param name="starts">The start of each row in <paramref name="values"/>, and the end; null if the rows are dense.</param>
internal sealed class RowBlock(int rowCount, int columnCount, float[] values, int[]? indices, int[]? starts)
{
    /// <summary>Number of rows, at least 1.</summary>
    public int RowCount { get; } = rowCount;

    /// <summary>Whether each row holds a value for every column.</summary>
    public bool IsDense => indices is null;

    /// <summary>The columns of the values of all rows, row after row; empty if the block is dense.</summary>
    public ReadOnlySpan<int> AllIndices => indices;

    /// <summary>The values of a row: all columns if dense, otherwise those at <see cref="Indices"/>.</summary>
    /// <param name="row">The row, counted from the start of this block.</param>
    public ReadOnlySpan<float> Values(int row) => starts is null
        ? values.AsSpan(row * columnCount, columnCount)
        : values.AsSpan(starts[row], starts[row + 1] - starts[row]);

    /// <summary>The ascending columns of a row's values; empty if the block is dense.</summary>
    /// <param name="row">The row, counted from the start of this block.</param>
    public ReadOnlySpan<int> Indices(int row) => indices is null
        ? default
        : indices.AsSpan(starts![row], starts[row + 1] - starts[row]);

    /// <summary>The same values, shared, with other numbers of the columns.</summary>
    /// <param name="numbers">The new number of each column with values, ascending as the columns do.</param>
    /// <param name="count">How many columns there are then.</param>
    public RowBlock Renumber(int[] numbers, int count) =>
        new(RowCount, count, values, Array.ConvertAll(indices!, column => numbers[column]), starts);
}
