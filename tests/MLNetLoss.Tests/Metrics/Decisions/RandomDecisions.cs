using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Tests.Metrics.Decisions;

/// <summary>Few rows with scores that tie, infinite ones too, weights, and missing targets: all outcomes of thresholds can be tried.</summary>
internal sealed class RandomDecisions
{
    public const int Labels = 3;

    /// <summary>Thresholds that amount to every cut of one label.</summary>
    public static readonly float[] Tries = [float.NegativeInfinity, .. Enumerable.Range(-3, 6).Select(i => i + 0.5f), float.PositiveInfinity];

    private readonly float[][] _scores;
    private readonly float[][] _targets;
    private readonly float[] _weights;

    public RandomDecisions(int seed, int rows)
    {
        var random = new Random(seed);
        _scores = [.. Enumerable.Range(0, rows).Select(_ => Row(() => random.Next(12) switch
        {
            0 => float.NegativeInfinity,
            1 => float.PositiveInfinity,
            _ => random.Next(-2, 3),
        }))];
        _targets = [.. Enumerable.Range(0, rows).Select(_ => Row(() => random.Next(7) == 0 ? float.NaN : random.Next(2)))];
        _weights = [.. Enumerable.Range(0, rows).Select(_ => seed % 2 == 0 ? 1f : 1 + random.Next(3))];
        // Every row that is kept has a target.
        foreach (float[] row in _targets)
            row[0] = float.IsNaN(row[0]) ? 1 : row[0];
    }

    public DecisionRows ToRows()
    {
        var rows = new DecisionRows(Labels);
        var checker = new RowChecker(Labels, [], new MultiLabelMetricOptions());
        for (int row = 0; row < _scores.Length; row++)
        {
            Assert.IsTrue(checker.Check(row, _scores[row], [], [], _targets[row], _weights[row], out ScoredRow checkedRow));
            rows.Add(checkedRow);
        }

        return rows;
    }

    /// <summary>F-beta as evaluation computes it, which is checked against scikit-learn elsewhere.</summary>
    public double Evaluated(Averaging averaging, double beta, params float[] thresholds)
    {
        var metrics = new MultiLabelMetricsAccumulator(
            Labels, new MultiLabelMetricOptions { ScoreThresholds = thresholds, Betas = [beta] });
        for (int row = 0; row < _scores.Length; row++)
            metrics.Add(_scores[row], [], [], _targets[row], _weights[row]);
        return metrics.Compute().FBeta(beta, averaging);
    }

    /// <summary>F-beta from its definition, fast enough to try all thresholds.</summary>
    public double FBeta(Averaging averaging, double beta, params float[] thresholds)
    {
        int groups = averaging switch { Averaging.Micro => 1, Averaging.Macro => Labels, _ => _scores.Length };
        Span<double> hits = stackalloc double[groups], errors = stackalloc double[groups];
        hits.Clear();
        errors.Clear();
        for (int row = 0; row < _scores.Length; row++)
        {
            for (int label = 0; label < Labels; label++)
            {
                int group = averaging switch { Averaging.Micro => 0, Averaging.Macro => label, _ => row };
                bool predicted = _scores[row][label] > thresholds[label];
                hits[group] += predicted && _targets[row][label] == 1 ? (1 + (beta * beta)) * _weights[row] : 0;
                errors[group] += predicted && _targets[row][label] == 0 ? _weights[row] : 0;
                errors[group] += !predicted && _targets[row][label] == 1 ? beta * beta * _weights[row] : 0;
            }
        }

        double sum = 0, total = 0;
        for (int group = 0; group < groups; group++)
        {
            // A label without a target counts for nothing.
            if (averaging == Averaging.Macro && Array.TrueForAll(_targets, row => float.IsNaN(row[group])))
                continue;
            double weight = averaging == Averaging.Samples ? _weights[group] : 1;
            sum += hits[group] == 0 ? 0 : weight * hits[group] / (hits[group] + errors[group]);
            total += weight;
        }

        return sum / total;
    }

    /// <summary>The weight of the cells that thresholds predict.</summary>
    public double Predicted(float[] thresholds) =>
        Enumerable.Range(0, Labels).Select(label => Count([label], thresholds[label])).Sum(counts => counts.Predicted);

    /// <summary>What a threshold predicts of some labels.</summary>
    public ConfusionCounts Count(int[] labels, float threshold)
    {
        double[] counts = new double[4];
        foreach (int label in labels)
        {
            for (int row = 0; row < _scores.Length; row++)
            {
                if (!float.IsNaN(_targets[row][label]))
                    counts[(_targets[row][label] == 1 ? 0 : 1) + (_scores[row][label] > threshold ? 0 : 2)] += _weights[row];
            }
        }

        return new ConfusionCounts(counts[0], counts[1], counts[2], counts[3]);
    }

    private static float[] Row(Func<float> value) => [.. Enumerable.Range(0, Labels).Select(_ => value())];
}
