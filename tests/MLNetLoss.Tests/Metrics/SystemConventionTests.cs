using System.Globalization;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>
/// What scikit-learn, torchmetrics, MEKA, MULAN and pyxclib make of the same rows, where they differ: worked by hand from each system's definition.
/// </summary>
[TestClass]
public class SystemConventionTests
{
    private static readonly MultiLabelMetricOptions[] s_systems =
    [
        MultiLabelMetricOptions.ScikitLearn, MultiLabelMetricOptions.TorchMetrics, MultiLabelMetricOptions.Meka, MultiLabelMetricOptions.Mulan,
        MultiLabelMetricOptions.ExtremeClassification,
    ];

    [TestMethod]
    // Nothing there and nothing predicted: alike sets for MEKA and MULAN.
    [DataRow("samples_jaccard", "-1 -2", "0 0", 0, 0, 1, 1, 0)]
    [DataRow("samples_f1", "-1 -2", "0 0", 0, 0, 1, 1, 0)]
    // Of a label that is nowhere only MULAN says that it was got right.
    [DataRow("macro_f1", "-1 -2", "0 0", 0, 0, 0, 1, 0)]
    [DataRow("macro_f1", "1 -1", "1 0", 0.5, 0.5, 0.5, 1, 0.5)]
    // A score that is equal to the threshold.
    [DataRow("micro_recall", "0 -1", "1 0", 0, 0, 1, 1, 0)]
    // A row without labels: rightly ranked, or left out.
    [DataRow("lrap", "1 2", "0 0", 1, 1, 1, double.NaN, 1)]
    [DataRow("coverage_error", "1 2", "0 0", 0, 0, 0, 0, 0)]
    [DataRow("ranking_loss", "1 2", "0 0", 0, 0, 0, 0, 0)]
    [DataRow("ranking_loss", "1 2", "1 1", 0, 0, 0, 0, 0)]
    [DataRow("precision_at_1", "1 2", "0 0", 0, 0, 0, 0, 0)]
    [DataRow("recall_at_1", "1 2", "0 0", 0, 0, 0, 0, 0)]
    [DataRow("ndcg_at_1", "1 2", "0 0", 0, 0, 0, 0, 0)]
    // Places count from 1, or from 0.
    [DataRow("coverage_error", "3 2 1", "1 1 0", 2, 2, 2, 1, 2)]
    // Two equals, the true one first, and then the false one.
    [DataRow("lrap", "2 2", "1 0", 0.5, 0.5, 1, 1, 0.5)]
    [DataRow("lrap", "2 2", "0 1", 0.5, 0.5, 0.5, 0.5, 0.5)]
    [DataRow("ranking_loss", "2 2", "1 0", 1, 0, 0, 0, 1)]
    [DataRow("ranking_loss", "2 2", "0 1", 1, 1, 1, 1, 1)]
    [DataRow("is_error", "2 2", "1 0", 1, 0, 0, 0, 1)]
    [DataRow("one_error", "2 2", "1 0", 0, 0, 0, 0, 0)]
    [DataRow("one_error", "2 2", "0 1", 1, 1, 1, 1, 1)]
    [DataRow("precision_at_1", "2 2", "1 0", 1, 1, 1, 1, 1)]
    // The gain of the first of two equals: half of it, or all.
    [DataRow("ndcg_at_1", "2 2", "1 0", 0.5, 0.5, 0.5, 0.5, 1)]
    public void EachSystemsRowIsWorkedByHand(
        string key, string scores, string targets, double scikitLearn, double torchMetrics, double meka, double mulan, double extreme)
    {
        foreach ((MultiLabelMetricOptions options, double expected) in s_systems.Zip([scikitLearn, torchMetrics, meka, mulan, extreme]))
            Assert.AreEqual(expected, One(Numbers(scores), Numbers(targets), options)[key], 1e-12, $"{key} of {scores}, {targets}: {options}");
    }

    [TestMethod]
    // The first label is ranked rightly, of the second there is no row.
    [DataRow("macro_roc_auc", double.NaN, 0.5, 1, 1, 1)]
    [DataRow("macro_average_precision", 0.5, 0.5, 1, 1, 1)]
    // Rows without labels are counted, and MULAN leaves them out of average precision: (1 + 1) / 2, or the one that has a label.
    [DataRow("lrap", 1, 1, 1, 1, 1)]
    [DataRow("coverage_error", 0.5, 0.5, 0.5, 0, 0.5)]
    public void EachSystemsLabelIsWorkedByHand(
        string key, double scikitLearn, double torchMetrics, double meka, double mulan, double extreme)
    {
        foreach ((MultiLabelMetricOptions options, double expected) in s_systems.Zip([scikitLearn, torchMetrics, meka, mulan, extreme]))
        {
            var rows = new MultiLabelMetricsAccumulator(2, options);
            rows.Add([2, 1], [], [], [1, 0]);
            rows.Add([-1, -2], [], [], [0, 0]);
            Assert.AreEqual(expected, rows.Compute()[key], 1e-12, $"{key}: {options}");
        }
    }

    private static MultiLabelClassificationMetrics One(float[] scores, float[] targets, MultiLabelMetricOptions options)
    {
        var rows = new MultiLabelMetricsAccumulator(scores.Length, options);
        rows.Add(scores, [], [], targets);
        return rows.Compute();
    }

    private static float[] Numbers(string text) => [.. text.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
}
