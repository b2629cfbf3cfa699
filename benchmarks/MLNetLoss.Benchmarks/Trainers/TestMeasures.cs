using MLNetLoss.Losses;
using MLNetLoss.Metrics;

namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>The measures that decide whether two models are as good as each other.</summary>
internal sealed record TestMeasures(double CrossEntropy, double MicroF1, double LabelRankingAveragePrecision)
{
    public static TestMeasures Of(float[] scores, BenchmarkRows rows)
    {
        var accumulator = new MultiLabelMetricsAccumulator(rows.LabelCount);
        double sum = 0;
        for (int row = 0; row < rows.Rows.Length; row++)
        {
            ReadOnlySpan<float> score = scores.AsSpan(row * rows.LabelCount, rows.LabelCount);
            float[] target = [.. rows.Rows[row].Label.DenseValues()];
            accumulator.Add(score, default, default, target);
            sum += Functional.BinaryCrossEntropyWithLogits(score, target, reduction: Reduction.Sum);
        }

        MultiLabelClassificationMetrics metrics = accumulator.Compute();
        return new(sum / scores.Length, metrics.MicroF1, MultiLabelMeasure.Get("lrap").Of(metrics));
    }

    /// <summary>The objective at C = 1, over the labels of which the training rows have positives and negatives.</summary>
    public static double Objective(ITrainedSystem system, BenchmarkRows rows)
    {
        float[] scores = system.Score(rows);
        double sum = 0;
        for (int label = 0; label < rows.LabelCount; label++)
        {
            float[] targets = [.. rows.Rows.Select(row => row.Label.GetItemOrDefault(label))];
            if (targets.Distinct().Count() == 1)
                continue;
            float[] column = [.. Enumerable.Range(0, targets.Length).Select(row => scores[(row * rows.LabelCount) + label])];
            sum += Functional.BinaryCrossEntropyWithLogits(column, targets, reduction: Reduction.Sum);
        }

        return sum + (system.SquaredWeights / 2);
    }
}
