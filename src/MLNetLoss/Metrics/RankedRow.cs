namespace MLNetLoss.Metrics;

/// <summary>The present labels of one row, best score first, equal scores in label order.</summary>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class RankedRow(int labelCount)
{
    private readonly ulong[] _order = new ulong[labelCount];

    /// <summary>How many labels are ranked.</summary>
    public int Count { get; private set; }

    /// <summary>Ranks a row.</summary>
    /// <param name="row">The row.</param>
    public void Rank(in ScoredRow row)
    {
        int count = 0;
        for (int label = 0; label < row.LabelCount; label++)
        {
            if (!float.IsNaN(row.Targets[label]))
                _order[count++] = ((ulong)ScoreKey.Descending(row.Scores[label]) << 32) | (uint)label;
        }

        _order.AsSpan(0, count).Sort();
        Count = count;
    }

    /// <summary>The label at a place, counted from 0.</summary>
    /// <param name="place">The place.</param>
    public int Label(int place) => (int)(uint)_order[place];

    /// <summary>Where the labels end that share the score of the one at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="ties">The rule: in label order, nothing is ever tied.</param>
    public int GroupEnd(int place, TieRule ties)
    {
        int end = place + 1;
        if (ties == TieRule.LabelOrder)
            return end;
        while (end < Count && _order[end] >> 32 == _order[place] >> 32)
            end++;
        return end;
    }

    /// <summary>What each of the first places gains, under a rule for ties.</summary>
    /// <param name="gains">What each label is worth.</param>
    /// <param name="ties">The rule.</param>
    /// <param name="destination">Receives the gain of each place from the first on; 0 beyond the last label.</param>
    public void Gains(ReadOnlySpan<double> gains, TieRule ties, Span<double> destination)
    {
        destination.Clear();
        int end;
        for (int start = 0; start < Count && start < destination.Length; start = end)
        {
            end = GroupEnd(start, ties);
            if (end == start + 1)
            {
                destination[start] = gains[Label(start)];
                continue;
            }

            Span<double> places = destination[start..Math.Min(end, destination.Length)];
            if (ties == TieRule.Average)
            {
                double sum = 0;
                for (int place = start; place < end; place++)
                    sum += gains[Label(place)];
                places.Fill(sum / (end - start));
            }
            else
            {
                var group = new double[end - start];
                for (int place = start; place < end; place++)
                    group[place - start] = gains[Label(place)];
                Array.Sort(group);
                group.AsSpan(0, places.Length).CopyTo(places);
            }
        }
    }
}
