using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Keeps every score, in four bytes and a bit per cell, and the rows' weights once one is not 1. Areas and curves are exact and do not depend
/// on the order of the rows.
/// </summary>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class ExactScores(int labelCount) : IScoreStore
{
    private const int SmallestBlock = 1 << 10;
    private const int LargestBlock = 1 << 18;

    // Of many labels a block has more cells: a label is read block by block, and a few rows at a time would cost a cache miss each.
    private const int RowsOfManyLabels = 64;
    private const int LargestBlockOfManyLabels = 1 << 22;

    private readonly List<ScoreBlock> _blocks = [];
    private readonly List<float> _weights = [];
    private float[] _scores = [];
    private bool[] _positive = [];
    private int _openRows;
    private int _closedRows;
    private ThresholdWalk? _walk;

    /// <summary>Number of rows.</summary>
    public int RowCount => _closedRows + _openRows;

    /// <summary>All rows, in blocks.</summary>
    public IReadOnlyList<ScoreBlock> Blocks
    {
        get
        {
            Close();
            return _blocks;
        }
    }

    /// <summary>The rows' weights; none when every row weighs 1.</summary>
    public ReadOnlySpan<float> Weights => CollectionsMarshal.AsSpan(_weights);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in ScoredRow row)
    {
        if (RowCount == int.MaxValue)
            throw new InvalidOperationException($"More than {int.MaxValue} rows; bound the memory with {nameof(MultiLabelMetricOptions.ScoreBits)}.");
        if ((_openRows + 1) * labelCount > _scores.Length)
            Reserve();
        int start = _openRows * labelCount;
        Span<float> scores = _scores.AsSpan(start, labelCount);
        row.Scores.CopyTo(scores);
        row.Positive.CopyTo(_positive.AsSpan(start, labelCount));
        if (!row.IsComplete)
        {
            for (int label = 0; label < labelCount; label++)
            {
                if (float.IsNaN(row.Targets[label]))
                    scores[label] = float.NaN;
            }
        }

        AddWeight(row.Weight);
        _openRows++;
    }

    /// <inheritdoc/>
    public void Merge(IScoreStore other)
    {
        var exact = (ExactScores)other;
        exact.Close();
        Close();
        for (int row = 0; row < exact.RowCount; row++)
            AddWeight(exact._weights.Count == 0 ? 1 : exact._weights[row], row);
        _blocks.AddRange(exact._blocks);
        _closedRows += exact._closedRows;
    }

    /// <inheritdoc/>
    public void Visit<TVisitor>(int label, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        _walk ??= new ThresholdWalk();
        _walk.Start(RowCount);
        _walk.Add(Blocks, label);
        ThresholdWalk.Walk(_walk.Sort(), Weights, ref visitor);
    }

    /// <inheritdoc/>
    public void VisitAll<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        new PooledWalk(this, labelCount).Walk(ref visitor);
    }

    private void AddWeight(float weight, int ahead = 0)
    {
        if (weight == 1 && _weights.Count == 0)
            return;
        // Until now every row weighed 1.
        if (_weights.Count == 0)
            _weights.AddRange(Enumerable.Repeat(1f, RowCount + ahead));
        _weights.Add(weight);
    }

    private void Reserve()
    {
        int largest = (int)Math.Max(LargestBlock, Math.Min(LargestBlockOfManyLabels, (long)RowsOfManyLabels * labelCount));
        int capacity = Math.Max(labelCount, Math.Min(largest, Math.Max(SmallestBlock, 2 * _scores.Length)) / labelCount * labelCount);
        if (capacity <= _scores.Length)
        {
            Close();
            return;
        }

        Array.Resize(ref _scores, capacity);
        Array.Resize(ref _positive, capacity);
    }

    private void Close()
    {
        if (_openRows == 0)
            return;
        _blocks.Add(new ScoreBlock(_scores, _positive, _openRows, labelCount));
        _closedRows += _openRows;
        _openRows = 0;
    }
}
