using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>Labels of which no row says anything, under every set of conventions.</summary>
[TestClass]
public sealed class MissingLabelTests
{
    public static IEnumerable<object[]> Systems =>
    [
        ["scikit-learn", MultiLabelMetricOptions.ScikitLearn], ["torchmetrics", MultiLabelMetricOptions.TorchMetrics],
        ["MEKA", MultiLabelMetricOptions.Meka], ["MULAN", MultiLabelMetricOptions.Mulan],
        ["pyxclib", MultiLabelMetricOptions.ExtremeClassification],
        ["zero division 1", new MultiLabelMetricOptions { ZeroDivision = ZeroDivision.One }],
        ["one class 0", new MultiLabelMetricOptions { OneClassLabels = OneClassLabels.Zero, AveragePrecisionOfOneClassCounts = true }],
        ["in bins", new MultiLabelMetricOptions { ScoreBits = 16 }],
    ];

    /// <summary>Of a label whose targets are all missing nothing is known: every measure is as without it.</summary>
    [TestMethod]
    [DynamicData(nameof(Systems))]
    public void ALabelWithoutTargetsChangesNoMeasure(string name, MultiLabelMetricOptions options)
    {
        foreach (GoldenMetricsCase golden in GoldenMetrics.Cases.Where(golden => golden.Name is "tied" or "missing" or "weighted soft" or "degenerate"))
        {
            var with = new MultiLabelMetricsAccumulator(golden.LabelCount + 1, options);
            for (int row = 0; row < golden.RowCount; row++)
            {
                List<float> scores = [.. golden.Scores.AsSpan(row * golden.LabelCount, golden.LabelCount)];
                List<float> targets = [.. golden.Targets.AsSpan(row * golden.LabelCount, golden.LabelCount)];
                scores.Insert(1, (row % 5) - 2);
                targets.Insert(1, float.NaN);
                with.Add([.. scores], [], [], [.. targets], golden.Weights.Length == 0 ? 1 : golden.Weights[row]);
            }

            MultiLabelClassificationMetrics without = golden.Accumulate(options).Compute(), metrics = with.Compute();
            var failures = new List<string>();
            foreach (MeasureValue value in without.Values)
                GoldenMetricsTests.Compare(value.Key, value.Value, metrics[value.Key], failures, 1e-12);
            Assert.IsEmpty(failures, $"{name}, {golden.Name}: {string.Join("; ", failures)}");
            Assert.AreEqual(without.Statistics.Cardinality, metrics.Statistics.Cardinality, 1e-12);
            Assert.AreEqual(without.Statistics.MeanImbalanceRatio, metrics.Statistics.MeanImbalanceRatio, 1e-12);
            Assert.AreEqual(without.Statistics.DistinctLabelSets, metrics.Statistics.DistinctLabelSets);
        }
    }

    /// <summary>A probability that goes with no target does not decide where the cross-entropy of the others comes from.</summary>
    [TestMethod]
    [DataRow(2)]
    [DataRow(19)]
    public void TheProbabilityOfACellWithoutTargetHasNoSay(int labels)
    {
        float[] scores = [.. Enumerable.Repeat(40f, labels)], probabilities = [.. Enumerable.Repeat(1f, labels)];
        float[] targets = [.. Enumerable.Repeat(1f, labels)];
        (probabilities[1], targets[1]) = (0.5f, float.NaN);
        var rows = new MultiLabelMetricsAccumulator(labels);
        rows.Add(scores, probabilities, [], targets);
        Assert.IsTrue(rows.Compute().CrossEntropyFromLogits);
        Assert.AreEqual(Math.Exp(-40), rows.Compute().BinaryCrossEntropy, 1e-12 * Math.Exp(-40));
        targets[1] = 0;
        rows.Add(scores, probabilities, [], targets);
        Assert.IsFalse(rows.Compute().CrossEntropyFromLogits);
    }

    [TestMethod]
    public void ASoftRowWithAMissingTargetHasTheGainOfTheOthers()
    {
        // Known targets by score: 0.5, then 1. In the ideal order 1 comes first.
        var rows = new MultiLabelMetricsAccumulator(3, new MultiLabelMetricOptions { TopK = [3] });
        rows.Add([3, 2, 1], [], [], [0.5f, float.NaN, 1]);
        Assert.AreEqual((0.5 + (1 / Math.Log2(3))) / (1 + (0.5 / Math.Log2(3))), rows.Compute()["ndcg_at_3"], 1e-12);
    }
}
