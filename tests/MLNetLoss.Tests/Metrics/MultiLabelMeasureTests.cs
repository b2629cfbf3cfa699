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
        string[] keys = [.. MultiLabelMeasure.For(MultiLabelMetricOptions.ScikitLearn).Select(measure => measure.Key)];
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
}
