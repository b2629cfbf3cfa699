using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Walks the scores of all cells downwards without ever sorting all of them at once: a first look counts the cells by the leading
/// half of their keys, then runs of such buckets are gathered and sorted one after the other.
/// </summary>
/// <param name="scores">The scores.</param>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class PooledWalk(ExactScores scores, int labelCount)
{
    private const int BucketCount = 1 << 16;
    private const int RunCells = 1 << 21;

    private readonly long[] _counts = new long[BucketCount];
    private readonly ThresholdWalk _walk = new();

    /// <summary>Walks all thresholds.</summary>
    /// <param name="visitor">Sees each threshold.</param>
    public void Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        var counter = new Counter(_counts);
        ForEachCell(ref counter);
        int next;
        for (int first = 0; first < BucketCount; first = next)
        {
            next = first + 1;
            long cells = _counts[first];
            if (cells == 0)
                continue;
            // Constant or rounded scores: a bucket of any size is one threshold, and needs no sorting.
            if (cells > RunCells && TryVisitSingleScore((uint)first, ref visitor))
                continue;
            while (next < BucketCount && cells + _counts[next] <= RunCells)
                cells += _counts[next++];
            _walk.Start(checked((int)cells));
            var gatherer = new Gatherer(_walk, (uint)first, (uint)(next - first));
            ForEachCell(ref gatherer);
            ThresholdWalk.Walk(_walk.Sort(), scores.Weights, ref visitor);
        }
    }

    private bool TryVisitSingleScore<TVisitor>(uint bucket, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        var totals = new Totals(scores, bucket);
        ForEachCell(ref totals);
        if (totals.Lowest != totals.Highest)
            return false;
        visitor.Visit(ScoreKey.Score(totals.Lowest), totals.Positives, totals.Negatives);
        return true;
    }

    private void ForEachCell<TAction>(ref TAction action)
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

    private readonly struct Counter(long[] counts) : ICellAction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock) => counts[key >> 16]++;
    }

    private readonly struct Gatherer(ThresholdWalk walk, uint first, uint count) : ICellAction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock)
        {
            if ((key >> 16) - first < count)
                walk.Add(key, row, ScoreBlock.Bit(bits, rowInBlock));
        }
    }

    private struct Totals(ExactScores scores, uint bucket) : ICellAction
    {
        public double Positives;
        public double Negatives;
        public uint Lowest = uint.MaxValue;
        public uint Highest;

        public void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock)
        {
            if (key >> 16 != bucket)
                return;
            double weight = scores.Weights.IsEmpty ? 1 : scores.Weights[row];
            if (ScoreBlock.Bit(bits, rowInBlock) != 0)
                Positives += weight;
            else
                Negatives += weight;
            Lowest = Math.Min(Lowest, key);
            Highest = Math.Max(Highest, key);
        }
    }
}
