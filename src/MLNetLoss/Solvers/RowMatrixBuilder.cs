using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>Collects rows into a <see cref="RowMatrix"/>, choosing the smaller form for each block.</summary>
/// <param name="columnCount">The number of columns.</param>
internal sealed class RowMatrixBuilder(int columnCount)
{
    private readonly List<RowBlock> _blocks = [];
    private readonly List<int> _starts = [0];
    private float[] _values = [];
    private int[] _indices = [];
    private int _count;

    /// <summary>Rows added so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>Adds a sparse row; zero values are left out.</summary>
    /// <param name="indices">The columns, ascending, each in [0, columnCount).</param>
    /// <param name="values">The values of these columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        if (indices.Length != values.Length)
            throw new ArgumentException($"A row has {indices.Length} indices but {values.Length} values.", nameof(values));
        Reserve(values.Length);
        int previous = -1;
        for (int i = 0; i < values.Length; i++)
        {
            int column = indices[i];
            if (column <= previous || column >= columnCount)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Index {i} of row {RowCount} is {column}; indices ascend and lie in [0, {columnCount})."), nameof(indices));
            }

            previous = column;
            Append(column, values[i]);
        }

        EndRow();
    }

    /// <summary>Adds a row with a value for every column.</summary>
    /// <param name="values">The values, one per column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<float> values)
    {
        if (values.Length != columnCount)
            throw new ArgumentException($"Row {RowCount} has {values.Length} values; expected {columnCount}.", nameof(values));
        Reserve(values.Length);
        for (int column = 0; column < values.Length; column++)
            Append(column, values[column]);
        EndRow();
    }

    /// <summary>The matrix of all added rows; the builder is empty afterwards.</summary>
    public RowMatrix Build()
    {
        CloseBlock();
        _values = [];
        _indices = [];
        return new RowMatrix([.. _blocks], RowCount, columnCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(int column, float value)
    {
        if (value == 0)
            return;
        _indices[_count] = column;
        _values[_count++] = value;
    }

    private void Reserve(int more)
    {
        int needed = checked(_count + more);
        if (needed <= _values.Length)
            return;
        int capacity = (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(1024, 2L * _values.Length)));
        Array.Resize(ref _values, capacity);
        Array.Resize(ref _indices, capacity);
    }

    private void EndRow()
    {
        _starts.Add(_count);
        RowCount++;
        if (_starts.Count > RowMatrix.BlockRows)
            CloseBlock();
    }

    private void CloseBlock()
    {
        int rows = _starts.Count - 1;
        if (rows == 0)
            return;
        // A sparse entry takes an index and a value, a dense one only a value.
        bool dense = 2L * _count > (long)rows * columnCount;
        _blocks.Add(dense
            ? new RowBlock(rows, columnCount, Densify(rows), null, null)
            : new RowBlock(rows, columnCount, _values.AsSpan(0, _count).ToArray(), _indices.AsSpan(0, _count).ToArray(), [.. _starts]));
        _starts.Clear();
        _starts.Add(0);
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] Densify(int rows)
    {
        var dense = new float[checked(rows * columnCount)];
        for (int row = 0; row < rows; row++)
        {
            for (int i = _starts[row]; i < _starts[row + 1]; i++)
                dense[(row * columnCount) + _indices[i]] = _values[i];
        }

        return dense;
    }
}
