namespace MLNetLoss.Solvers;

/// <summary>Reads the windows of a source that has no rows in memory: copies a window's rows into buffers used again and again.</summary>
/// <param name="source">The source.</param>
internal sealed class BufferedWindowReader(RowSource source) : WindowReader
{
    private readonly RowReader _reader = source.Open();
    private readonly Window _window = new();

    /// <inheritdoc/>
    public override RowWindow Read(int rowCount)
    {
        _window.Clear();
        while (_window.RowCount < rowCount && _reader.MoveNext())
            _window.Add(_reader.Current);
        return _window;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        base.Dispose();
    }

    /// <summary>Rows of spans end to end in growing arrays.</summary>
    private sealed class Window : RowWindow
    {
        private readonly SpanList<float> _values = new();
        private readonly SpanList<int> _indices = new();
        private readonly SpanList<float> _targets = new();
        private readonly SpanList<int> _targetIndices = new();
        private readonly List<float> _weights = [];
        private readonly SpanList<int> _cellIndices = new();
        private readonly SpanList<float> _cells = new();

        public override int RowCount => _weights.Count;

        public override TrainingRow this[int row] =>
            new(_indices[row], _values[row], _targetIndices[row], _targets[row], _weights[row], _cellIndices[row], _cells[row]);

        public void Add(TrainingRow row)
        {
            _indices.Add(row.Indices);
            _values.Add(row.Values);
            _targetIndices.Add(row.TargetIndices);
            _targets.Add(row.Targets);
            _weights.Add(row.Weight);
            _cellIndices.Add(row.CellIndices);
            _cells.Add(row.Cells);
        }

        public void Clear()
        {
            _indices.Clear();
            _values.Clear();
            _targetIndices.Clear();
            _targets.Clear();
            _weights.Clear();
            _cellIndices.Clear();
            _cells.Clear();
        }
    }
}
