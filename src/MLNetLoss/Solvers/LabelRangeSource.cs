namespace MLNetLoss.Solvers;

/// <summary>The rows of another source with a range of its labels.</summary>
/// <param name="source">The source.</param>
/// <param name="from">The first of the labels.</param>
/// <param name="count">The number of labels.</param>
internal sealed class LabelRangeSource(RowSource source, int from, int count) : RowSource
{
    /// <inheritdoc/>
    public override int FeatureCount => source.FeatureCount;

    /// <inheritdoc/>
    public override int LabelCount => count;

    /// <inheritdoc/>
    public override bool HasCellWeights => source.HasCellWeights;

    /// <inheritdoc/>
    public override RowReader Open() => new Reader(source, from, count);

    private sealed class Reader(RowSource source, int from, int count) : RowReader
    {
        private readonly RowReader _rows = source.Open();
        private readonly int[] _targetIndices = new int[count];
        private readonly int[] _cellIndices = new int[count];

        public override TrainingRow Current
        {
            get
            {
                TrainingRow row = _rows.Current;
                Cut(row.TargetIndices, row.Targets, _targetIndices, out ReadOnlySpan<int> targetIndices, out ReadOnlySpan<float> targets);
                Cut(row.CellIndices, row.Cells, _cellIndices, out ReadOnlySpan<int> cellIndices, out ReadOnlySpan<float> cells);
                return new TrainingRow(row.Indices, row.Values, targetIndices, targets, row.Weight, cellIndices, cells);
            }
        }

        public override bool MoveNext() => _rows.MoveNext();

        public override void Dispose()
        {
            _rows.Dispose();
            base.Dispose();
        }

        private void Cut(
            ReadOnlySpan<int> indices, ReadOnlySpan<float> values, int[] scratch, out ReadOnlySpan<int> newIndices, out ReadOnlySpan<float> newValues)
        {
            if (indices.IsEmpty)
            {
                newIndices = default;
                newValues = values.IsEmpty ? values : values.Slice(from, count);
                return;
            }

            int begin = indices.BinarySearch(from);
            begin = begin < 0 ? ~begin : begin;
            int end = begin;
            for (; end < indices.Length && indices[end] < from + count; end++)
                scratch[end - begin] = indices[end] - from;
            newIndices = scratch.AsSpan(0, end - begin);
            newValues = values[begin..end];
        }
    }
}
