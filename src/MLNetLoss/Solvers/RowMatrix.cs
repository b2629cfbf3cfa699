namespace MLNetLoss.Solvers;

/// <summary>
/// An immutable matrix of single-precision rows in memory: the features or the targets of a training set.
/// Rows are stored in blocks, so that building never copies existing rows and no array exceeds .NET's limit.
/// A column that a sparse row does not name is zero.
/// </summary>
internal sealed class RowMatrix
{
    /// <summary>The number of rows in a full block; a power of two, so that finding a row is a shift and a mask.</summary>
    public const int BlockRows = 1 << BlockShift;

    private const int BlockShift = 10;

    private readonly RowBlock[] _blocks;

    internal RowMatrix(RowBlock[] blocks, int rowCount, int columnCount)
    {
        _blocks = blocks;
        RowCount = rowCount;
        ColumnCount = columnCount;
        IsDense = Array.TrueForAll(blocks, block => block.IsDense);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Whether every row holds a value for every column.</summary>
    public bool IsDense { get; }

    /// <summary>The blocks, each of <see cref="BlockRows"/> rows except the last, which may have fewer.</summary>
    public ReadOnlySpan<RowBlock> Blocks => _blocks;

    /// <summary>The values of a row: all columns if the row's block is dense.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<float> Values(int row) => Block(row).Values(row & (BlockRows - 1));

    /// <summary>The ascending columns of a row's values; empty if the row's block is dense.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<int> Indices(int row) => Block(row).Indices(row & (BlockRows - 1));

    /// <summary>The matrix without the columns that have no value. It shares the values.</summary>
    /// <param name="columns">The columns to keep, ascending. No row may be dense.</param>
    public RowMatrix Keep(int[] columns)
    {
        var numbers = new int[ColumnCount];
        for (int number = 0; number < columns.Length; number++)
            numbers[columns[number]] = number;
        return new RowMatrix(Array.ConvertAll(_blocks, block => block.Renumber(numbers, columns.Length)), RowCount, columns.Length);
    }

    /// <summary>The block that holds a row.</summary>
    /// <param name="row">The row.</param>
    public RowBlock Block(int row) => _blocks[row >> BlockShift];
}
