using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Counts cells per label by prediction and truth. With weights of 1 the counts are whole numbers and do not depend on the order of rows.</summary>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class ConfusionAccumulator(int labelCount)
{
    // Of each label: true negatives, false negatives, false positives, true positives.
    private readonly double[] _counts = new double[4 * labelCount];

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in ScoredRow row)
    {
        double weight = row.Weight;
        for (int label = 0; label < row.LabelCount; label++)
        {
            if (!float.IsNaN(row.Targets[label]))
                Add(label, row.Predicted[label], row.Positive[label], weight);
        }
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="predicted">Whether the label is predicted.</param>
    /// <param name="positive">Whether the row has the label.</param>
    /// <param name="weight">Its row's weight.</param>
    public void Add(int label, bool predicted, bool positive, double weight) =>
        _counts[(4 * label) + (predicted ? 2 : 0) + (positive ? 1 : 0)] += weight;

    /// <summary>Removes all cells.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>Adds the counts of another accumulator.</summary>
    /// <param name="other">The other.</param>
    public void Merge(ConfusionAccumulator other)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
    }

    /// <summary>The counts of a label.</summary>
    /// <param name="label">The label.</param>
    public ConfusionCounts Counts(int label)
    {
        ReadOnlySpan<double> counts = _counts.AsSpan(4 * label, 4);
        return new ConfusionCounts(counts[3], counts[2], counts[1], counts[0]);
    }
}
