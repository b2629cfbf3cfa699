using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Walks the scores of all cells downwards without ever sorting all of them at once. A first pass counts the cells by the upper half of their
/// keys. Then runs of these buckets are gathered, each cell placed directly into its bucket, and the buckets, which fit into the cache, are
/// sorted one after the other.
/// </summary>
/// <param name="scores">The scores.</param>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class PooledWalk(ExactScores scores, int labelCount)
{
    private const int BucketBits = 16;

    // Up to the bucket of negative infinity. Cells without a target, whose score is NaN, lie behind it.
    private const int BucketCount = (int)(ScoreKey.Last >> BucketBits) + 1;
    private const int FewestRunCells = 1 << 21;
    private const int MostRuns = 16;
    private const int Few = 100;

    // Of each bucket its number of cells, and, once its run is gathered, where it ends within the run.
    private readonly int[] _ends = new int[BucketCount];
    private readonly long[] _counts = new long[BucketCount];
    private ulong[] _items = [];
    private ulong[] _scratch = [];
    private ulong[] _chosen = [];

    /// <summary>Walks all thresholds.</summary>
    /// <param name="visitor">Sees each threshold.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        var counter = new Counter(_counts);
        ForEachCell(ref counter);
        long runCells = RunCells(_counts.Sum());
        int next;
        for (int first = 0; first < BucketCount; first = next)
        {
            next = first + 1;
            long cells = _counts[first];
            if (cells == 0)
                continue;
            // Constant or rounded scores: a large bucket can be a single threshold, which needs no sorting.
            if (cells > runCells && TryVisitSingleScore((uint)first, ref visitor))
                continue;
            while (next < BucketCount && cells + _counts[next] <= runCells)
                cells += _counts[next++];
            Gather(first, next, checked((int)cells));
            for (int bucket = first, start = 0; bucket < next; start = _ends[bucket++])
            {
                if (_counts[bucket] > 0)
                    ThresholdWalk.Walk(Sort(_items.AsSpan(start, (int)_counts[bucket])), scores.Weights, ref visitor);
            }
        }
    }

    /// <summary>How many cells a run has at most, unless it is a single bucket. Each run reads all cells, so their number must not grow with them.</summary>
    /// <param name="cells">The number of all cells.</param>
    internal static long RunCells(long cells) => Math.Max(FewestRunCells, cells / MostRuns);

    /// <summary>Gathers the cells of some buckets, each bucket in its place.</summary>
    private void Gather(int first, int next, int cells)
    {
        Reserve(ref _items, cells);
        for (int bucket = first, start = 0; bucket < next; start += (int)_counts[bucket++])
            _ends[bucket] = start;
        int firstRow = 0;
        foreach (ScoreBlock block in scores.Blocks)
        {
            Reserve(ref _chosen, block.RowCount);
            for (int label = 0; label < labelCount; label++)
                Gather(block.Scores(label), block.Positive(label), firstRow, (uint)first, (uint)(next - first));
            firstRow += block.RowCount;
        }
    }

    /// <summary>Gathers the cells of one label. Which of them belong to the run is unpredictable, so they are first selected without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(ReadOnlySpan<float> values, ReadOnlySpan<ulong> bits, int firstRow, uint firstBucket, uint buckets)
    {
        Span<ulong> chosen = _chosen, items = _items;
        Span<int> ends = _ends;
        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            uint key = ScoreKey.Descending(values[row]);
            chosen[count] = ((ulong)key << 32) | (uint)row;
            count += (key >> BucketBits) - firstBucket < buckets ? 1 : 0;
        }

        foreach (ulong cell in chosen[..count])
        {
            int row = (int)(uint)cell;
            uint key = (uint)(cell >> 32);
            items[ends[(int)(key >> BucketBits)]++] = ThresholdWalk.Item(key, firstRow + row, ScoreBlock.Bit(bits, row));
        }
    }

    private ReadOnlySpan<ulong> Sort(Span<ulong> bucket)
    {
        if (bucket.Length < Few)
        {
            bucket.Sort();
            return bucket;
        }

        Reserve(ref _scratch, bucket.Length);
        return RadixSort.Sort(bucket, _scratch, 32 - BucketBits);
    }

    private static void Reserve(ref ulong[] items, int count)
    {
        if (items.Length < count)
            items = GC.AllocateUninitializedArray<ulong>(count);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        public void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock) => counts[key >> BucketBits]++;
    }

    private struct Totals(ExactScores scores, uint bucket) : ICellAction
    {
        public double Positives;
        public double Negatives;
        public uint Lowest = uint.MaxValue;
        public uint Highest;

        public void Visit(uint key, int row, ReadOnlySpan<ulong> bits, int rowInBlock)
        {
            if (key >> BucketBits != bucket)
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
