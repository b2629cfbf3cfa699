using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Gathers cells and sorts them by descending score. A cell is one integer: the key of its score, its row, and a bit that tells whether it is
/// positive. Reusable; keeps its memory.
/// </summary>
internal sealed class ThresholdWalk
{
    private ulong[] _items = [];
    private ulong[] _scratch = [];
    private int _count;

    /// <summary>Starts over without cells.</summary>
    /// <param name="capacity">The largest number of cells that will be added.</param>
    public void Start(int capacity)
    {
        if (_items.Length < capacity)
        {
            _items = GC.AllocateUninitializedArray<ulong>(capacity);
            _scratch = GC.AllocateUninitializedArray<ulong>(capacity);
        }

        _count = 0;
    }

    /// <summary>Adds the cells of a label.</summary>
    /// <param name="blocks">All rows.</param>
    /// <param name="label">The label.</param>
    /// <param name="first">The number of the first row; distinguishes the cells of several labels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(IReadOnlyList<ScoreBlock> blocks, int label, int first = 0)
    {
        foreach (ScoreBlock block in blocks)
        {
            ReadOnlySpan<float> values = block.Scores(label);
            ReadOnlySpan<ulong> bits = block.Positive(label);
            for (int row = 0; row < values.Length; row++)
            {
                if (!float.IsNaN(values[row]))
                    _items[_count++] = Item(ScoreKey.Descending(values[row]), first + row, ScoreBlock.Bit(bits, row));
            }

            first += values.Length;
        }
    }

    /// <summary>A cell.</summary>
    /// <param name="key">The key of its score.</param>
    /// <param name="row">Its row.</param>
    /// <param name="positive">1 when it is positive, else 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Item(uint key, int row, uint positive) => ((ulong)key << 32) | ((uint)row << 1) | positive;

    /// <summary>Sorts the cells.</summary>
    /// <returns>The cells, best score first; valid until the next start.</returns>
    public ReadOnlySpan<ulong> Sort() => RadixSort.Sort(_items.AsSpan(0, _count), _scratch);

    /// <summary>Walks sorted cells.</summary>
    /// <param name="sorted">The cells, best score first.</param>
    /// <param name="weights">The weight of each row; none when every row weighs 1.</param>
    /// <param name="visitor">Sees each threshold.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Walk<TVisitor>(ReadOnlySpan<ulong> sorted, ReadOnlySpan<float> weights, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor
    {
        int place = 0;
        while (place < sorted.Length)
        {
            uint key = (uint)(sorted[place] >> 32);
            double positives = 0, negatives = 0;
            for (; place < sorted.Length && (uint)(sorted[place] >> 32) == key; place++)
            {
                uint cell = (uint)sorted[place];
                double weight = weights.IsEmpty ? 1 : weights[(int)(cell >> 1)];
                if ((cell & 1) != 0)
                    positives += weight;
                else
                    negatives += weight;
            }

            if (positives + negatives > 0)
                visitor.Visit(ScoreKey.Score(key), positives, negatives);
        }
    }
}
