using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Sums of probabilities and targets per label and bin of probability.</summary>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="binCount">Number of bins of equal width: bin b is [b / bins, (b + 1) / bins), and the last includes 1.</param>
internal sealed class CalibrationAccumulator(int labelCount, int binCount)
{
    // Of each label and bin: weight, sum of probabilities, sum of targets.
    private const int NumbersOfABin = 3;

    private readonly double[] _sums = new double[NumbersOfABin * labelCount * binCount];

    /// <summary>The largest number of bins.</summary>
    /// <param name="labels">The number of labels.</param>
    public static int MostBins(int labels) => Array.MaxLength / NumbersOfABin / labels;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="probabilities">L probabilities.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in ScoredRow row, ReadOnlySpan<double> probabilities)
    {
        for (int label = 0; label < labelCount; label++)
        {
            if (!float.IsNaN(row.Targets[label]))
                Add(label, probabilities[label], row.Targets[label], row.Weight);
        }
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="probability">Its probability.</param>
    /// <param name="target">Its target.</param>
    /// <param name="weight">Its row's weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int label, double probability, double target, double weight)
    {
        int bin = Math.Min((int)(probability * binCount), binCount - 1);
        Span<double> sums = _sums.AsSpan(NumbersOfABin * ((label * binCount) + bin), NumbersOfABin);
        sums[0] += weight;
        sums[1] += weight * probability;
        sums[2] += weight * target;
    }

    /// <summary>Removes all cells.</summary>
    public void Clear() => Array.Clear(_sums);

    /// <summary>Adds the sums of another accumulator.</summary>
    /// <param name="other">The other.</param>
    public void Merge(CalibrationAccumulator other)
    {
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] += other._sums[i];
    }

    /// <summary>The bins of a label; of all cells together for null.</summary>
    /// <param name="label">The label.</param>
    public ReliabilityBin[] Bins(int? label)
    {
        var bins = new ReliabilityBin[binCount];
        for (int bin = 0; bin < binCount; bin++)
        {
            double weight = 0, probability = 0, target = 0;
            for (int each = label ?? 0; each <= (label ?? labelCount - 1); each++)
            {
                int start = NumbersOfABin * ((each * binCount) + bin);
                weight += _sums[start];
                probability += _sums[start + 1];
                target += _sums[start + 2];
            }

            bins[bin] = new ReliabilityBin((double)bin / binCount, (bin + 1.0) / binCount, weight, probability / weight, target / weight);
        }

        return bins;
    }
}
