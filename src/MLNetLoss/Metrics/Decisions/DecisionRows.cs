namespace MLNetLoss.Metrics.Decisions;

/// <summary>The rows on which thresholds are chosen: scores, labels and weights.</summary>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class DecisionRows(int labelCount)
{
    private readonly ExactScores _scores = new(labelCount);
    private readonly long[] _positives = new long[labelCount];
    private readonly bool[] _isKnown = new bool[labelCount];

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => labelCount;

    /// <summary>Number of labels for which some row has a target; means over labels are over these.</summary>
    public int KnownLabelCount => _isKnown.Count(isKnown => isKnown);

    /// <summary>The number of rows.</summary>
    public int RowCount => _scores.RowCount;

    /// <summary>The rows' weights; none when every row weighs 1.</summary>
    public ReadOnlySpan<float> Weights => _scores.Weights;

    /// <summary>How many rows have each label.</summary>
    public ReadOnlySpan<long> PositiveCounts => _positives;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    public void Add(in ScoredRow row)
    {
        _scores.Add(row);
        for (int label = 0; label < labelCount; label++)
        {
            _positives[label] += row.Positive[label] ? 1 : 0;
            _isKnown[label] |= !float.IsNaN(row.Targets[label]);
        }
    }

    /// <summary>Sorts the cells of a label. Safe for several threads once one thread has sorted after the last row was added.</summary>
    /// <param name="walk">Sorts.</param>
    /// <param name="label">The label.</param>
    /// <returns>The cells, best score first; those without a target are left out.</returns>
    public ReadOnlySpan<ulong> Sort(ThresholdWalk walk, int label)
    {
        walk.Start(RowCount);
        walk.Add(_scores.Blocks, label);
        return walk.Sort();
    }

    /// <summary>Sorts all cells. A cell's number is label * <see cref="RowCount"/> + row.</summary>
    /// <returns>The cells, best score first; those without a target are left out.</returns>
    /// <exception cref="InvalidOperationException">There are 2^31 cells or more.</exception>
    public ReadOnlySpan<ulong> SortAll()
    {
        if ((long)RowCount * labelCount > int.MaxValue)
            throw new InvalidOperationException($"{RowCount} rows of {labelCount} labels are more than {int.MaxValue} cells.");
        var walk = new ThresholdWalk();
        walk.Start(RowCount * labelCount);
        for (int label = 0; label < labelCount; label++)
            walk.Add(_scores.Blocks, label, label * RowCount);
        return walk.Sort();
    }

    /// <summary>Counts the predictions of a threshold for a label, row by row.</summary>
    /// <param name="label">The label.</param>
    /// <param name="threshold">The threshold.</param>
    public ConfusionCounts Count(int label, float threshold)
    {
        double hits = 0, predicted = 0, positives = 0, total = 0;
        int first = 0;
        foreach (ScoreBlock block in _scores.Blocks)
        {
            ReadOnlySpan<float> scores = block.Scores(label);
            ReadOnlySpan<ulong> bits = block.Positive(label);
            for (int row = 0; row < scores.Length; row++)
            {
                if (float.IsNaN(scores[row]))
                    continue;
                double weight = Weights.IsEmpty ? 1 : Weights[first + row];
                double positive = weight * ScoreBlock.Bit(bits, row);
                total += weight;
                positives += positive;
                predicted += scores[row] > threshold ? weight : 0;
                hits += scores[row] > threshold ? positive : 0;
            }

            first += block.RowCount;
        }

        return new ConfusionCounts(hits, predicted - hits, positives - hits, total - predicted - positives + hits);
    }

    /// <summary>Processes the cuts of each label on several threads.</summary>
    /// <param name="parallel">How.</param>
    /// <param name="action">Receives a label and its cuts.</param>
    public void ForEachLabel(ParallelOptions parallel, Action<int, ThresholdCuts> action) => ForEachSorted(
        parallel, (label, walk) => action(label, new ThresholdCuts(Sort(walk, label), Weights)));

    /// <summary>Processes each label on several threads, each with a sorter of its own.</summary>
    /// <param name="parallel">How.</param>
    /// <param name="action">Receives a label and a sorter.</param>
    public void ForEachSorted(ParallelOptions parallel, Action<int, ThresholdWalk> action)
    {
        // Closes the last block before threads read the blocks.
        _ = _scores.Blocks;
        Parallel.For(0, labelCount, parallel, () => new ThresholdWalk(), (label, _, walk) =>
        {
            action(label, walk);
            return walk;
        }, _ => { });
    }
}
