namespace MLNetLoss.Solvers;

/// <summary>The rows of a <see cref="TrainingSet"/>; its windows are views of the set, not copies.</summary>
/// <param name="data">The rows.</param>
internal sealed class MemoryRowSource(TrainingSet data) : RowSource
{
    /// <inheritdoc/>
    public override int FeatureCount => data.FeatureCount;

    /// <inheritdoc/>
    public override int LabelCount => data.LabelCount;

    /// <inheritdoc/>
    public override bool HasCellWeights => data.CellWeights is not null;

    /// <inheritdoc/>
    public override RowReader Open() => new Reader(data);

    internal override WindowReader OpenWindows() => new Windows(data);

    private static TrainingRow RowOf(TrainingSet data, int row)
    {
        RowBlock features = data.Features.Block(row);
        RowBlock targets = data.Targets.Block(row);
        int inBlock = row & (RowMatrix.BlockRows - 1);
        return new TrainingRow(features.Indices(inBlock), features.Values(inBlock), targets.Indices(inBlock), targets.Values(inBlock),
            data.RowWeights is null ? 1f : data.RowWeights[row],
            data.CellWeights is { } cells ? cells.Indices(row) : default, data.CellWeights is { } all ? all.Values(row) : default);
    }

    private sealed class Reader(TrainingSet data) : RowReader
    {
        private int _row = -1;

        public override TrainingRow Current => RowOf(data, _row);

        public override bool MoveNext() => ++_row < data.RowCount;
    }

    private sealed class Windows(TrainingSet data) : WindowReader
    {
        private int _next;

        public override RowWindow Read(int rowCount, CancellationToken cancellation)
        {
            var window = new Window(data, _next, Math.Min(rowCount, data.RowCount - _next));
            _next += window.RowCount;
            return window;
        }
    }

    private sealed class Window(TrainingSet data, int start, int rowCount) : RowWindow
    {
        public override int RowCount => rowCount;

        public override TrainingRow this[int row] => RowOf(data, start + row);
    }
}
