namespace MLNetLoss.Solvers;

/// <summary>A window of copied rows, whose spans are stored end to end.</summary>
internal sealed class BufferedWindow : RowWindow
{
    private readonly SpanList<float> _values = new();
    private readonly SpanList<int> _indices = new();
    private readonly SpanList<float> _targets = new();
    private readonly SpanList<int> _targetIndices = new();
    private readonly List<float> _weights = [];
    private readonly SpanList<int> _cellIndices = new();
    private readonly SpanList<float> _cells = new();

    /// <inheritdoc/>
    public override int RowCount => _weights.Count;

    /// <inheritdoc/>
    public override TrainingRow this[int row] =>
        new(_indices[row], _values[row], _targetIndices[row], _targets[row], _weights[row], _cellIndices[row], _cells[row]);

    /// <summary>Adds a copy of a row.</summary>
    /// <param name="row">The row.</param>
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

    /// <summary>Removes all rows and keeps the memory.</summary>
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
