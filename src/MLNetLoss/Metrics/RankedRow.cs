using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// The parts of a row's ranking that measures need, best score first and equal scores in label order: the first places, and the rank of each
/// label that the row has. Both are found without sorting, unless the row has many labels or many places are wanted.
/// </summary>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="places">Number of first places wanted.</param>
internal sealed class RankedRow(int labelCount, int places)
{
    // Above this many, sorting all labels is faster than searching them for each.
    private const int Few = 32;

    // Sorts behind the key of every score: the target is missing.
    private const int Missing = int.MaxValue;

    private const uint SignBit = 1u << 31;

    private readonly int[] _keys = new int[labelCount];
    private readonly ulong[] _order = new ulong[labelCount];
    private readonly ulong[] _positives = new ulong[labelCount];
    private readonly RankedLabel[] _ranked = new RankedLabel[labelCount];
    private double[] _level = [];
    private int _positiveCount;

    /// <summary>Number of labels that have a target.</summary>
    public int Count { get; private set; }

    /// <summary>Number of first places known: those that were wanted, and those that tie with the last of them.</summary>
    public int HeadCount { get; private set; }

    /// <summary>The labels that the row has, best score first.</summary>
    public ReadOnlySpan<RankedLabel> Positives => _ranked.AsSpan(0, _positiveCount);

    /// <summary>Ranks a row.</summary>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rank(in ScoredRow row)
    {
        Count = row.PresentCount;
        _positiveCount = 0;
        ReadOnlySpan<float> scores = row.Scores;
        ReadOnlySpan<bool> positive = row.Positive;
        Span<int> keys = _keys.AsSpan(0, scores.Length);
        for (int label = 0; label < keys.Length; label++)
        {
            // With the sign bit flipped, keys sort as signed integers, which vectors can compare.
            keys[label] = (int)(ScoreKey.Descending(scores[label]) ^ SignBit);
            if (positive[label])
                _positives[_positiveCount++] = Item(keys[label], label);
        }

        if (!row.IsComplete)
        {
            for (int label = 0; label < keys.Length; label++)
            {
                if (float.IsNaN(row.Targets[label]))
                    keys[label] = Missing;
            }
        }

        if (places <= Few && _positiveCount <= Few)
        {
            FindHead();
            FindPositives();
        }
        else
        {
            Sort(positive);
        }
    }

    /// <summary>The label at one of the first places.</summary>
    /// <param name="place">The place, counted from 0.</param>
    public int Label(int place) => (int)(uint)_order[place];

    /// <summary>Computes the gain of each of the first places under a tie rule.</summary>
    /// <param name="gains">The gain of the label at each of the first places.</param>
    /// <param name="ties">The rule.</param>
    /// <param name="destination">Receives the gain of each wanted place; 0 beyond the last label.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gains(ReadOnlySpan<double> gains, TieRule ties, Span<double> destination)
    {
        destination.Clear();
        int end;
        for (int start = 0; start < HeadCount && start < destination.Length; start = end)
        {
            end = ties == TieRule.LabelOrder ? start + 1 : GroupEnd(start, HeadCount);
            if (end == start + 1)
            {
                destination[start] = gains[start];
                continue;
            }

            ShareGains(gains, ties, start, end, destination[start..Math.Min(end, destination.Length)]);
        }
    }

    private void ShareGains(ReadOnlySpan<double> gains, TieRule ties, int start, int end, Span<double> destination)
    {
        if (ties == TieRule.Average)
        {
            double sum = 0;
            for (int place = start; place < end; place++)
                sum += gains[place];
            destination.Fill(sum / (end - start));
            return;
        }

        if (_level.Length == 0)
            _level = new double[labelCount];
        Span<double> level = _level.AsSpan(0, end - start);
        gains[start..end].CopyTo(level);
        level.Sort();
        level[..destination.Length].CopyTo(destination);
    }

    /// <summary>Keeps the best labels seen so far in order; few later labels displace one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindHead()
    {
        ReadOnlySpan<int> keys = _keys;
        Span<ulong> order = _order;
        int wanted = Math.Min(places, Count), count = 0;
        int last = Missing;
        for (int label = 0; label < keys.Length; label++)
        {
            // Of tied labels the first stays ahead.
            int key = keys[label];
            if (key >= last)
                continue;
            ulong item = Item(key, label);
            int place = count < wanted ? count++ : count - 1;
            for (; place > 0 && order[place - 1] > item; place--)
                order[place] = order[place - 1];
            order[place] = item;
            if (count == wanted)
                last = Key(order[count - 1]);
        }

        HeadCount = count;
        int next = count == 0 ? keys.Length : Label(count - 1) + 1, found;
        while (next < keys.Length && (found = keys[next..].IndexOf(last)) >= 0)
        {
            next += found + 1;
            order[HeadCount++] = Item(last, next - 1);
        }
    }

    /// <summary>Counts, for each label that the row has, the labels above it and tied with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindPositives()
    {
        Span<ulong> positives = _positives.AsSpan(0, _positiveCount);
        positives.Sort();
        ReadOnlySpan<int> keys = _keys;
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(keys);
        for (int i = 0; i < positives.Length; i++)
        {
            int key = Key(positives[i]), label = (int)(uint)positives[i];
            var wanted = new Vector<int>(key);
            Vector<int> above = Vector<int>.Zero, level = Vector<int>.Zero;
            foreach (Vector<int> vector in vectors)
            {
                // A lane where the comparison holds is -1.
                above -= Vector.LessThan(vector, wanted);
                level -= Vector.Equals(vector, wanted);
            }

            int countAbove = Vector.Sum(above), countLevel = Vector.Sum(level);
            foreach (int other in keys[(vectors.Length * Vector<int>.Count)..])
            {
                countAbove += other < key ? 1 : 0;
                countLevel += other == key ? 1 : 0;
            }

            int before = countLevel == 1 ? 0 : keys[..label].Count(key);
            _ranked[i] = new RankedLabel(countAbove, countLevel, countAbove + before);
        }
    }

    private void Sort(ReadOnlySpan<bool> positive)
    {
        HeadCount = 0;
        for (int label = 0; label < _keys.Length; label++)
        {
            if (_keys[label] != Missing)
                _order[HeadCount++] = Item(_keys[label], label);
        }

        _order.AsSpan(0, HeadCount).Sort();
        _positiveCount = 0;
        int end;
        for (int start = 0; start < HeadCount; start = end)
        {
            end = GroupEnd(start, HeadCount);
            for (int place = start; place < end; place++)
            {
                if (positive[Label(place)])
                    _ranked[_positiveCount++] = new RankedLabel(start, end - start, place);
            }
        }
    }

    /// <summary>The place behind the last label that ties with the one at a place.</summary>
    private int GroupEnd(int place, int count)
    {
        int end = place + 1;
        while (end < count && _order[end] >> 32 == _order[place] >> 32)
            end++;
        return end;
    }

    private static ulong Item(int key, int label) => ((ulong)((uint)key ^ SignBit) << 32) | (uint)label;

    private static int Key(ulong item) => (int)((uint)(item >> 32) ^ SignBit);
}
