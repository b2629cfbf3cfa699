using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The rows of one step, stored twice: row by row for the scores, feature by feature for the gradient. The memory is reused.
/// </summary>
internal sealed class RowBatch
{
    // Scanning all columns costs about as much as handling this fraction of them individually.
    private const int SmallPart = 8;

    // Of columns that are written side by side: their lines, one of each, fit into the first-level cache.
    private const int Tile = 16;

    private readonly int _labelCount;
    private readonly int _stride;
    private readonly FeatureFrame _frame;
    private readonly AlignedBuffer? _cells;
    private readonly bool _readsCells;

    /// <summary>While columns are sorted, the number of values of each, then the place of its next one; zero if the batch does not have it.</summary>
    private readonly int[] _places;

    private int[] _features = [];
    private float[] _values = [];
    private int[] _rows = [];
    private float[] _columnValues = [];
    private int[] _touched = [];
    private int[] _columnStarts = [];

    /// <summary>If the last batch consisted of full rows, how many; otherwise 0.</summary>
    private int _fullRowCount;

    /// <summary>Takes the memory.</summary>
    /// <param name="capacity">The most rows in a batch.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="frame">The solver's frame.</param>
    /// <param name="weighsCells">Whether cells have their own weights.</param>
    /// <param name="readsCells">Whether rows have cell weights.</param>
    public RowBatch(int capacity, int labelCount, FeatureFrame frame, bool weighsCells, bool readsCells)
    {
        _readsCells = readsCells;
        _labelCount = labelCount;
        _stride = AlignedBuffer.RoundUp(labelCount);
        _frame = frame;
        _places = new int[frame.ColumnCount];
        RowStarts = new int[capacity + 1];
        Weights = new float[capacity];
        RowLosses = new double[capacity];
        Targets = new AlignedBuffer(checked(capacity * _stride));
        Scores = new AlignedBuffer(Targets.Length);
        Residuals = new AlignedBuffer(Targets.Length);
        _cells = weighsCells ? new AlignedBuffer(Targets.Length) : null;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>The start of each row in <see cref="Features"/> and <see cref="Values"/>, and the end.</summary>
    public int[] RowStarts { get; }

    /// <summary>The columns of the values, row by row.</summary>
    public ReadOnlySpan<int> Features => _features;

    /// <summary>The values, row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The columns of the rows of this batch.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, TouchedCount);

    /// <summary>The number of columns of the rows of this batch.</summary>
    public int TouchedCount { get; private set; }

    /// <summary>The start of each touched column in <see cref="ColumnRows"/> and <see cref="ColumnValues"/>, and the end.</summary>
    public ReadOnlySpan<int> ColumnStarts => _columnStarts;

    /// <summary>The number of this batch's step, counted from 1.</summary>
    public long Step { get; set; }

    /// <summary>The number of batches so far with each touched column, including this one.</summary>
    public int[] TouchCounts { get; private set; } = [];

    /// <summary>The number of steps since the last one of each touched column, for rules that must make up for them.</summary>
    public long[] Skipped { get; private set; } = [];

    /// <summary>The rows of the values, column by column.</summary>
    public ReadOnlySpan<int> ColumnRows => _rows;

    /// <summary>The values, column by column.</summary>
    public ReadOnlySpan<float> ColumnValues => _columnValues;

    /// <summary>The rows' weights.</summary>
    public float[] Weights { get; }

    /// <summary>The rows' losses, weighted.</summary>
    public double[] RowLosses { get; }

    /// <summary>The rows' targets, each row padded to whole vectors.</summary>
    public AlignedBuffer Targets { get; }

    /// <summary>The rows' scores, laid out as <see cref="Targets"/>.</summary>
    public AlignedBuffer Scores { get; }

    /// <summary>The gradient of the loss with respect to the scores, weighted by row, laid out as <see cref="Targets"/>.</summary>
    public AlignedBuffer Residuals { get; }

    /// <summary>The targets of a row.</summary>
    /// <param name="row">The row.</param>
    public Span<float> TargetsOf(int row) => Targets.Span.Slice(row * _stride, _labelCount);

    /// <summary>The cell weights of a row; empty if each is 1.</summary>
    /// <param name="row">The row.</param>
    public Span<float> CellsOf(int row) => _cells is null ? default : _cells.Span.Slice(row * _stride, _labelCount);

    /// <summary>The scores of a row.</summary>
    /// <param name="row">The row.</param>
    public Span<float> ScoresOf(int row) => Scores.Span.Slice(row * _stride, _labelCount);

    /// <summary>The residuals of a row.</summary>
    /// <param name="row">The row.</param>
    public Span<float> ResidualsOf(int row) => Residuals.Span.Slice(row * _stride, _labelCount);

    /// <summary>Loads rows of a window, replacing the previous ones.</summary>
    /// <param name="window">The window.</param>
    /// <param name="rows">The rows.</param>
    public void Load(RowWindow window, ReadOnlySpan<int> rows)
    {
        foreach (int column in Touched)
            _places[column] = 0;
        TouchedCount = 0;
        RowCount = rows.Length;
        int count = 0;
        bool areFull = rows.Length > 0;
        for (int i = 0; i < rows.Length; i++)
        {
            TrainingRow row = window[rows[i]];
            Weights[i] = row.Weight;
            row.CopyTargets(TargetsOf(i));
            if (_readsCells)
                row.CopyCells(CellsOf(i));
            else if (_cells is not null)
                CellsOf(i).Fill(1);
            RowStarts[i] = count;
            Reserve(count + _frame.MaxCount(row));
            count += _frame.Write(row, _features.AsSpan(count), _values.AsSpan(count), out bool isFull);
            areFull &= isFull;
        }

        RowStarts[rows.Length] = count;
        ReserveColumns(count);
        if (areFull)
            TransposeFull();
        else
            Transpose(count);
    }

    /// <summary>Applies weights of positives to the loaded rows.</summary>
    /// <param name="weighting">The weights.</param>
    public void Apply(PosWeighting weighting)
    {
        for (int row = 0; row < RowCount; row++)
            weighting.Apply(TargetsOf(row), CellsOf(row));
    }

    private void Reserve(int count)
    {
        if (count <= _features.Length)
            return;
        int capacity = (int)Math.Min(Array.MaxLength, Math.Max(count, 2L * _features.Length));
        Array.Resize(ref _features, capacity);
        Array.Resize(ref _values, capacity);
    }

    private void ReserveColumns(int count)
    {
        if (_rows.Length < count)
        {
            _rows = new int[_features.Length];
            _columnValues = new float[_features.Length];
            _fullRowCount = 0;
        }

        int bound = Math.Min(count, _places.Length) + 1;
        if (_touched.Length < bound)
        {
            _touched = new int[Math.Min(_features.Length, _places.Length) + 1];
            _columnStarts = new int[_touched.Length + 1];
            TouchCounts = new int[_touched.Length];
            Skipped = new long[_touched.Length];
            _fullRowCount = 0;
        }
    }

    /// <summary>Sorts the values by column where each row has all columns: they are a matrix, which is transposed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransposeFull()
    {
        int columnCount = _frame.ColumnCount, rowCount = RowCount;
        TouchedCount = columnCount;
        if (_fullRowCount != rowCount)
        {
            _fullRowCount = rowCount;
            for (int column = 0; column < columnCount; column++)
            {
                _touched[column] = column;
                _columnStarts[column] = column * rowCount;
                for (int row = 0; row < rowCount; row++)
                    _rows[(column * rowCount) + row] = row;
            }

            _columnStarts[columnCount] = columnCount * rowCount;
        }

        for (int from = 0; from < columnCount; from += Tile)
        {
            int count = Math.Min(Tile, columnCount - from);
            for (int row = 0; row < rowCount; row++)
            {
                ReadOnlySpan<float> values = _values.AsSpan((row * columnCount) + from, count);
                ref float place = ref _columnValues[(from * rowCount) + row];
                for (int i = 0; i < values.Length; i++)
                    Unsafe.Add(ref place, i * rowCount) = values[i];
            }
        }
    }

    /// <summary>A counting sort of the values by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transpose(int count)
    {
        _fullRowCount = 0;
        CountColumns(count);
        int[] places = _places, features = _features, rows = _rows;
        int start = 0;
        for (int slot = 0; slot < TouchedCount; slot++)
        {
            ref int place = ref places[_touched[slot]];
            _columnStarts[slot] = start;
            (place, start) = (start, start + place);
        }

        _columnStarts[TouchedCount] = start;
        float[] values = _values, columnValues = _columnValues;
        for (int row = 0; row < RowCount; row++)
        {
            for (int i = RowStarts[row]; i < RowStarts[row + 1]; i++)
            {
                int place = places[features[i]]++;
                rows[place] = row;
                columnValues[place] = values[i];
            }
        }
    }

    /// <summary>
    /// Counts each column's values and lists the columns: in ascending order, so that their weights are accessed in memory order, unless they
    /// are a small fraction of all columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountColumns(int count)
    {
        // Whether a column is new is unpredictable, so a branch would cost more than writing a place that is written again.
        int[] places = _places, features = _features, touched = _touched;
        int columns = 0;
        for (int i = 0; i < count; i++)
        {
            int feature = features[i];
            touched[columns] = feature;
            columns += places[feature]++ == 0 ? 1 : 0;
        }

        TouchedCount = columns;
        if (columns <= places.Length / SmallPart)
            return;
        columns = 0;
        for (int column = 0; column < places.Length; column++)
        {
            touched[columns] = column;
            columns += places[column] != 0 ? 1 : 0;
        }
    }
}
