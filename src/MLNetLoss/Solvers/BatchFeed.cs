namespace MLNetLoss.Solvers;

/// <summary>Divides one pass over a source into batches: the shuffled rows of each window, in parts of nearly equal size.</summary>
internal sealed class BatchFeed : IDisposable
{
    private readonly WindowReader _reader;
    private readonly IReadOnlyList<WindowSize> _windows;
    private readonly Func<TrainingRow, int, bool>? _filter;
    private readonly Random? _random;
    private readonly int _batchSize;
    private readonly CancellationToken _cancellation;
    private int[] _order = [];
    private RowWindow? _window;
    private int _nextWindow;
    private int _firstRow;
    private int _rows;
    private int _batch;
    private int _batches;

    /// <summary>Starts a pass.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="windows">The windows of the pass.</param>
    /// <param name="filter">Selects the rows to take, given the row and its number; null for all.</param>
    /// <param name="random">The source of randomness for shuffling; null keeps the rows in order.</param>
    /// <param name="batchSize">The most rows of a batch.</param>
    /// <param name="cancellation">Cancels the reading of a window.</param>
    public BatchFeed(
        RowSource source, IReadOnlyList<WindowSize> windows, Func<TrainingRow, int, bool>? filter, Random? random, int batchSize,
        CancellationToken cancellation)
    {
        _reader = source.OpenWindows();
        _windows = windows;
        _filter = filter;
        _random = random;
        _batchSize = batchSize;
        _cancellation = cancellation;
    }

    /// <summary>The number of batches that rows are divided into.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="batchSize">The most rows of a batch.</param>
    public static int BatchCount(int rows, int batchSize) => (int)(((long)rows + batchSize - 1) / batchSize);

    /// <summary>Loads the next batch.</summary>
    /// <param name="batch">The batch to fill.</param>
    /// <returns>Whether there was one.</returns>
    public bool MoveNext(RowBatch batch)
    {
        while (_batch == _batches)
        {
            if (_nextWindow == _windows.Count)
                return false;
            ReadWindow(_windows[_nextWindow++]);
        }

        int from = (int)((long)_rows * _batch / _batches);
        int to = (int)((long)_rows * (_batch + 1) / _batches);
        _batch++;
        batch.Load(_window!, _order.AsSpan(from, to - from));
        return true;
    }

    /// <summary>Ends the pass.</summary>
    public void Dispose() => _reader.Dispose();

    private void ReadWindow(WindowSize size)
    {
        _window = _reader.Read(size.RowCount, _cancellation);
        if (_window.RowCount != size.RowCount)
        {
            throw new InvalidOperationException(
                $"A pass over the rows ended after {_firstRow + _window.RowCount} rows; an earlier pass had more. The rows must stay the same.");
        }

        if (_order.Length < size.RowCount)
            _order = new int[size.RowCount];
        _rows = 0;
        for (int row = 0; row < size.RowCount; row++)
        {
            if (_filter is null || _filter(_window[row], _firstRow + row))
                _order[_rows++] = row;
        }

        _firstRow += size.RowCount;
        _random?.Shuffle(_order.AsSpan(0, _rows));
        _batch = 0;
        _batches = BatchCount(_rows, _batchSize);
    }
}
