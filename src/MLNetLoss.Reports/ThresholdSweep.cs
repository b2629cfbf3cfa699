using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>Counts in one pass what each threshold from 0 to 0.99 would predict, with a histogram of probabilities per label.</summary>
/// <param name="labelCount">L.</param>
internal sealed class ThresholdSweep(int labelCount)
{
    private const int Steps = 100;

    // [label, number of thresholds a cell exceeds]: weights of positive and of negative cells.
    private readonly double[,] _positives = new double[labelCount, Steps + 1];
    private readonly double[,] _negatives = new double[labelCount, Steps + 1];

    /// <summary>Adds a row.</summary>
    /// <param name="probabilities">L probabilities.</param>
    /// <param name="targets">L targets; NaN where missing.</param>
    /// <param name="weight">The row's weight.</param>
    public void Add(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> targets, float weight)
    {
        for (int label = 0; label < probabilities.Length; label++)
        {
            if (float.IsNaN(targets[label]))
                continue;
            int exceeded = (int)Math.Ceiling(probabilities[label] * (double)Steps);
            (targets[label] > 0.5f ? _positives : _negatives)[label, exceeded] += weight;
        }
    }

    /// <summary>Computes the measures at each threshold, from the lowest.</summary>
    public ThresholdPoint[] Points()
    {
        var counts = new ConfusionCounts[labelCount];
        for (int label = 0; label < labelCount; label++)
        {
            for (int step = 0; step <= Steps; step++)
                counts[label] += new ConfusionCounts(_positives[label, step], _negatives[label, step], 0, 0);
        }

        var points = new ThresholdPoint[Steps];
        for (int step = 0; step < Steps; step++)
        {
            ConfusionCounts all = default;
            int known = 0;
            double precision = 0, recall = 0, f1 = 0;
            for (int label = 0; label < labelCount; label++)
            {
                // Cells that exceed only this many thresholds are no longer predicted.
                double p = _positives[label, step], n = _negatives[label, step];
                counts[label] += new ConfusionCounts(-p, -n, p, n);
                all += counts[label];
                known += counts[label].Total > 0 ? 1 : 0;
                precision += counts[label].Precision(ZeroDivision.Zero);
                recall += counts[label].Recall(ZeroDivision.Zero);
                f1 += counts[label].FBeta(1, ZeroDivision.Zero);
            }

            points[step] = new ThresholdPoint(
                step / (double)Steps, all.Precision(ZeroDivision.NaN), all.Recall(ZeroDivision.Zero), all.FBeta(1, ZeroDivision.Zero),
                precision / known, recall / known, f1 / known);
        }

        return points;
    }
}
