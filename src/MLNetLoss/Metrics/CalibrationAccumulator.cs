namespace MLNetLoss.Metrics;

/// <summary>Sums of probabilities and targets per label and bin of probability.</summary>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="binCount">Bins of equal width; bin b holds [b / bins, (b + 1) / bins), the last one 1 as well.</param>
internal sealed class CalibrationAccumulator(int labelCount, int binCount)
{
    // Of each label and bin: weight, sum of probabilities, sum of targets.
    private readonly double[] _sums = new double[checked(3 * labelCount * binCount)];

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="probabilities">L probabilities.</param>
    public void Add(in ScoredRow row, ReadOnlySpan<double> probabilities)
    {
        double weight = row.Weight;
        for (int label = 0; label < labelCount; label++)
        {
            double target = row.Targets[label];
            if (double.IsNaN(target))
                continue;
            int bin = Math.Min((int)(probabilities[label] * binCount), binCount - 1);
            Span<double> sums = _sums.AsSpan(3 * ((label * binCount) + bin), 3);
            sums[0] += weight;
            sums[1] += weight * probabilities[label];
            sums[2] += weight * target;
        }
    }

    /// <summary>Adds the sums of another accumulator.</summary>
    /// <param name="other">The other.</param>
    public void Merge(CalibrationAccumulator other)
    {
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] += other._sums[i];
    }

    /// <summary>The bins of a label.</summary>
    /// <param name="label">The label.</param>
    public ReliabilityBin[] Bins(int label) => Make(bin => Sums(label, bin));

    /// <summary>The bins of all cells together.</summary>
    public ReliabilityBin[] PooledBins() => Make(bin =>
    {
        (double Weight, double Probability, double Target) pooled = default;
        for (int label = 0; label < labelCount; label++)
        {
            (double weight, double probability, double target) = Sums(label, bin);
            pooled = (pooled.Weight + weight, pooled.Probability + probability, pooled.Target + target);
        }

        return pooled;
    });

    private (double Weight, double Probability, double Target) Sums(int label, int bin)
    {
        int start = 3 * ((label * binCount) + bin);
        return (_sums[start], _sums[start + 1], _sums[start + 2]);
    }

    private ReliabilityBin[] Make(Func<int, (double Weight, double Probability, double Target)> sums)
    {
        var bins = new ReliabilityBin[binCount];
        for (int bin = 0; bin < binCount; bin++)
        {
            (double weight, double probability, double target) = sums(bin);
            bins[bin] = new ReliabilityBin((double)bin / binCount, (bin + 1.0) / binCount, weight, probability / weight, target / weight);
        }

        return bins;
    }
}
