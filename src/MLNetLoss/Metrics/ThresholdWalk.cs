namespace MLNetLoss.Metrics;

/// <summary>Sorts the cells of one label, or any other gathering of cells, and walks their scores downwards.</summary>
/// <param name="scores">The scores.</param>
internal sealed class ThresholdWalk(ExactScores scores)
{
    private ulong[] _items = [];
    private ulong[] _scratch = [];
    private int _count;

    /// <summary>Walks the thresholds of a label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="visitor">Sees each threshold.</param>
    public void Label<TVisitor>(int label, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        Start(scores.RowCount);
        int first = 0;
        foreach (ScoreBlock block in scores.Blocks)
        {
            ReadOnlySpan<float> values = block.Scores(label);
            ReadOnlySpan<ulong> bits = block.Positive(label);
            for (int row = 0; row < values.Length; row++)
            {
                if (!float.IsNaN(values[row]))
                    Add(ScoreKey.Descending(values[row]), first + row, ScoreBlock.Bit(bits, row));
            }

            first += values.Length;
        }

        Finish(ref visitor);
    }

    /// <summary>Begins an empty gathering.</summary>
    /// <param name="capacity">How many cells it will hold at most.</param>
    public void Start(int capacity)
    {
        if (_items.Length < capacity)
        {
            _items = GC.AllocateUninitializedArray<ulong>(capacity);
            _scratch = GC.AllocateUninitializedArray<ulong>(capacity);
        }

        _count = 0;
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="key">The key of its score.</param>
    /// <param name="row">Its row.</param>
    /// <param name="positive">1 when it is positive, else 0.</param>
    public void Add(uint key, int row, uint positive) => _items[_count++] = ((ulong)key << 32) | ((uint)row << 1) | positive;

    /// <summary>Sorts the cells and walks them.</summary>
    /// <param name="visitor">Sees each threshold.</param>
    public void Finish<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        Span<ulong> sorted = RadixSort.Sort(_items.AsSpan(0, _count), _scratch);
        bool weighted = scores.IsWeighted;
        int place = 0;
        while (place < sorted.Length)
        {
            uint key = (uint)(sorted[place] >> 32);
            double positives = 0, negatives = 0;
            for (; place < sorted.Length && (uint)(sorted[place] >> 32) == key; place++)
            {
                uint cell = (uint)sorted[place];
                double weight = weighted ? scores.Weight((int)(cell >> 1)) : 1;
                if ((cell & 1) != 0)
                    positives += weight;
                else
                    negatives += weight;
            }

            visitor.Visit(ScoreKey.Score(key), positives, negatives);
        }
    }
}
