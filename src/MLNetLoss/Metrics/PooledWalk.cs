namespace MLNetLoss.Metrics;

/// <summary>
/// Walks the scores of all cells downwards without ever sorting all of them at once: a first look counts the cells by the leading
/// half of their keys, then runs of such buckets are gathered and sorted one after the other. A bucket that holds a single score
/// (constant or rounded scores) needs no sorting.
/// </summary>
/// <param name="scores">The scores.</param>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class PooledWalk(ExactScores scores, int labelCount)
{
    private const int BucketCount = 1 << 16;
    private const int RunCells = 1 << 20;

    private readonly Bucket[] _buckets = new Bucket[BucketCount];
    private readonly ThresholdWalk _walk = new();

    /// <summary>Walks all thresholds.</summary>
    /// <param name="visitor">Sees each threshold.</param>
    public void Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        Array.Fill(_buckets, new Bucket { Lowest = uint.MaxValue });
        ForEachCell(new Counter(scores, _buckets));
        int next;
        for (int first = 0; first < BucketCount; first = next)
        {
            next = first + 1;
            Bucket bucket = _buckets[first];
            if (bucket.Count == 0)
                continue;
            if (bucket.Lowest == bucket.Highest)
            {
                visitor.Visit(ScoreKey.Score(bucket.Lowest), bucket.Positives, bucket.Negatives);
                continue;
            }

            long cells = bucket.Count;
            while (next < BucketCount && cells + _buckets[next].Count <= RunCells)
                cells += _buckets[next++].Count;
            _walk.Start(checked((int)cells));
            ForEachCell(new Gatherer(_walk, (uint)first, (uint)(next - first)));
            ThresholdWalk.Walk(_walk.Sort(), scores.Weights, ref visitor);
        }
    }

    private void ForEachCell<TAction>(TAction action)
        where TAction : struct, ICellAction
    {
        int first = 0;
        foreach (ScoreBlock block in scores.Blocks)
        {
            for (int label = 0; label < labelCount; label++)
            {
                ReadOnlySpan<float> values = block.Scores(label);
                ReadOnlySpan<ulong> bits = block.Positive(label);
                for (int row = 0; row < values.Length; row++)
                {
                    if (!float.IsNaN(values[row]))
                        action.Visit(ScoreKey.Descending(values[row]), first + row, bits, row);
                }
            }

            first += block.RowCount;
        }
    }

    private interface ICellAction
    {
        void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock);
    }

    private struct Bucket
    {
        public long Count;
        public double Positives;
        public double Negatives;
        public uint Lowest;
        public uint Highest;
    }

    private readonly struct Counter(ExactScores scores, Bucket[] buckets) : ICellAction
    {
        public void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock)
        {
            ref Bucket bucket = ref buckets[key >> 16];
            double weight = scores.Weights.IsEmpty ? 1 : scores.Weights[row];
            bucket.Count++;
            if (ScoreBlock.Bit(bits, rowInBlock) != 0)
                bucket.Positives += weight;
            else
                bucket.Negatives += weight;
            bucket.Lowest = Math.Min(bucket.Lowest, key);
            bucket.Highest = Math.Max(bucket.Highest, key);
        }
    }

    private readonly struct Gatherer(ThresholdWalk walk, uint first, uint count) : ICellAction
    {
        public void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock)
        {
            if ((key >> 16) - first < count)
                walk.Add(key, row, ScoreBlock.Bit(bits, rowInBlock));
        }
    }
}
