using System.Globalization;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class MultiLabelMeasureTests
{
    [TestMethod]
    public void TheCommandLinesKeysAreThere()
    {
        string[] expected =
        [
            "bce", "hamming_loss", "subset_accuracy", "lrap", "coverage_error", "ranking_loss", "one_error", "macro_roc_auc", "micro_roc_auc",
            "macro_average_precision", "micro_average_precision",
            .. new[] { "micro", "macro", "weighted", "samples" }.SelectMany(averaging => new[] { $"{averaging}_f1", $"{averaging}_precision", $"{averaging}_recall" }),
            .. new[] { 1, 3, 5 }.SelectMany(k => new[] { $"precision_at_{k}", $"recall_at_{k}", $"ndcg_at_{k}" }),
        ];
        string[] keys = [.. MultiLabelMeasure.For(new MultiLabelMetricOptions()).Select(measure => measure.Key)];
        CollectionAssert.IsSubsetOf(expected, keys);
        CollectionAssert.AllItemsAreUnique(keys);
        CollectionAssert.AllItemsAreUnique(keys.Select(key => MultiLabelMeasure.Get(key).Name).ToArray());
    }

    [TestMethod]
    [DataRow("bce", false)]
    [DataRow("coverage_error", false)]
    [DataRow("ece", false)]
    [DataRow("micro_f1", true)]
    [DataRow("lrap", true)]
    [DataRow("ndcg_at_7", true)]
    [DataRow("weighted_f0.5", true)]
    [DataRow("f1:io", true)]
    [DataRow("f0.5:io", true)]
    [DataRow("bce:io", false)]
    public void TheDirectionIsKnown(string key, bool higherIsBetter)
    {
        Assert.AreEqual(higherIsBetter, MultiLabelMeasure.Get(key).HigherIsBetter);
        Assert.AreEqual(key, MultiLabelMeasure.Get(key).Key);
    }

    [TestMethod]
    [DataRow("f1")]
    [DataRow("precision_at_0")]
    [DataRow("precision_at_")]
    [DataRow("accuracy_at_1")]
    [DataRow("micro_f")]
    [DataRow("micro_fx")]
    [DataRow("MICRO_f2")]
    [DataRow("mICRO_f2")]
    [DataRow("micro _f2")]
    [DataRow("macro,weighted_f2")]
    [DataRow("1_f2")]
    [DataRow("micro_f-2")]
    [DataRow("micro_f1e400")]
    [DataRow("f1e400:io")]
    [DataRow("f0:io")]
    [DataRow("f:io")]
    [DataRow("lrap:io")]
    [DataRow(":io")]
    [DataRow("")]
    public void AnUnknownKeyIsNamed(string key) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MultiLabelMeasure.Get(key)).Message, $"There is no measure '{key}'");

    [TestMethod]
    public void AskingForAKThatWasNotCountedSaysWhichWere()
    {
        var rows = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { TopK = [2], Betas = [3] });
        rows.Add([1, -1], [], [], [1, 0]);
        MultiLabelClassificationMetrics metrics = rows.Compute();
        Assert.AreEqual(0.5, metrics["precision_at_2"]);
        Assert.AreEqual(1, metrics["samples_f3"]);
        Assert.AreEqual(1, metrics["macro_f1"] + metrics["macro_f7"]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => metrics.PrecisionAt(5)).Message, "k = 5 is not among the options' (2)");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => metrics["samples_f2"]).Message, "Beta 2 is not among the options' (3)");
    }

    [TestMethod]
    [DataRow(1e-5)]
    [DataRow(1e20)]
    [DataRow(0.1 + 0.2)]
    public void EveryBetaHasAKey(double beta)
    {
        var rows = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { Betas = [beta] }, ["io", "net"]);
        rows.Add([1, -1], [], [], [1, 0]);
        rows.Add([1, -1], [], [], [0, 1]);
        MultiLabelClassificationMetrics metrics = rows.Compute();
        string written = beta.ToString(CultureInfo.InvariantCulture);
        foreach (Averaging averaging in Enum.GetValues<Averaging>())
        {
            MeasureValue value = metrics.Values.Single(value => value.Key == $"{averaging.ToString().ToLowerInvariant()}_f{written}");
            Assert.AreEqual(metrics.FBeta(beta, averaging), value.Value);
        }

        Assert.AreEqual(metrics.PerLabel[0].FBeta(beta), metrics[$"f{written}:io"]);
    }

    [TestMethod]
    public void AMeasureOfOneLabelIsFoundByItsName()
    {
        string[] names = ["io", "look_at_0", "a:b", ""];
        var rows = new MultiLabelMetricsAccumulator(4, null, names);
        rows.Add([1, -1, 2, 3], [], [], [1, 1, 0, 0]);
        rows.Add([-1, 2, -2, 1], [], [], [1, 0, 1, 0]);
        rows.Add([2, 2, 1, -1], [], [], [0, 1, 1, 1]);
        MultiLabelClassificationMetrics metrics = rows.Compute();
        foreach (LabelMetrics label in metrics.PerLabel)
        {
            Assert.AreEqual(label.F1, metrics[$"f1:{label.Name}"]);
            Assert.AreEqual(label.FBeta(2), metrics[$"f2:{label.Name}"]);
            Assert.AreEqual(label.Recall, metrics[$"recall:{label.Name}"]);
            Assert.AreEqual(label.RocAuc, metrics[$"roc_auc:{label.Name}"]);
            Assert.AreEqual(label.ExpectedCalibrationError, metrics[$"ece:{label.Name}"]);
            Assert.AreEqual(label.Support, metrics[$"support:{label.Name}"]);
            MultiLabelMetricOptions options = MultiLabelMeasure.Get($"f1:{label.Name}").Options;
            Assert.IsEmpty(options.TopK);
            Assert.IsEmpty(options.Betas);
        }

        Assert.AreEqual("recall of io", MultiLabelMeasure.Get("recall:io").Name);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => metrics["f1:web"]).Message, "There is no label 'web'; there are 'io', 'look_at_0', 'a:b', ''");
    }
}
