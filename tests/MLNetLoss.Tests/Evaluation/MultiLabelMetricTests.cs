using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class MultiLabelMetricTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    [DataRow("micro_f1", true)]
    [DataRow("hamming_loss", false)]
    [DataRow("precision_at_1", true)]
    [DataRow("ndcg_at_2", true)]
    [DataRow("samples_f3", true)]
    public void Evaluate_IsTheMeasureOfAnEvaluation(string key, bool higher)
    {
        var metric = new MultiLabelMetric(key);
        Assert.AreEqual(key, metric.Name);
        Assert.AreEqual(higher, metric.IsHigherBetter);
        var options = new MultiLabelMetricOptions { TopK = [1, 2], Betas = [3] };
        double expected = MultiLabelMeasure.Get(key).Of(s_ml.MultiLabelClassification.Evaluate(Data(), options: options));
        Assert.AreEqual(expected, metric.Evaluate(s_ml, Data()));
    }

    [TestMethod]
    public void Evaluate_ByHand()
    {
        // Three of the six cells are predicted, two of them rightly; three are true.
        Assert.AreEqual(2 * 2.0 / (3 + 3), new MultiLabelMetric("micro_f1").Evaluate(s_ml, Data()), 1e-15);
        Assert.AreEqual(2 / 6.0, new MultiLabelMetric("hamming_loss").Evaluate(s_ml, Data()), 1e-15);
    }

    [TestMethod]
    public void Options_AreThoseThatAreGiven()
    {
        // At a threshold of -1.5 four of the six cells are predicted, two of them rightly; three are true.
        var metric = new MultiLabelMetric("micro_f1", predictedLabelColumnName: null, options: new() { ScoreThresholds = [-1.5f] });
        Assert.AreEqual(2 * 2.0 / (4 + 3), metric.Evaluate(s_ml, Data()), 1e-15);
    }

    [TestMethod]
    public void Improvement_IsPositiveForTheBetterValue()
    {
        Assert.AreEqual(0.25, new MultiLabelMetric("micro_f1").Improvement(0.75, 0.5));
        Assert.AreEqual(0.25, new MultiLabelMetric("hamming_loss").Improvement(0.5, 0.75));
    }

    [TestMethod]
    public void UnknownKeyOrColumn_SaysWhich()
    {
        Assert.Contains("no measure 'f1'", Assert.ThrowsExactly<ArgumentException>(() => new MultiLabelMetric("f1")).Message);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MultiLabelMetric("lrap", "Tags").Evaluate(s_ml, Data()));
        Assert.Contains("label column 'Tags'", e.Message);
        Assert.AreEqual("labelColumnName", Assert.ThrowsExactly<ArgumentException>(() => new MultiLabelMetric("lrap", "")).ParamName);
        Assert.AreEqual("scoreColumnName", Assert.ThrowsExactly<ArgumentException>(() => new MultiLabelMetric("lrap", scoreColumnName: "")).ParamName);
        Assert.AreEqual("context", Assert.ThrowsExactly<ArgumentNullException>(() => new MultiLabelMetric("lrap").Evaluate(null!, Data())).ParamName);
    }

    private static IDataView Data() => s_ml.Data.LoadFromEnumerable(
    [
        new Row { Label = [1, 0, 1], Score = [2, -1, -3], Probability = [0.9f, 0.3f, 0.1f], PredictedLabel = [true, false, false] },
        new Row { Label = [0, 1, 0], Score = [1, 0.5f, -2], Probability = [0.7f, 0.6f, 0.2f], PredictedLabel = [true, true, false] },
    ]);

    private sealed class Row
    {
        [Microsoft.ML.Data.VectorType(3)]
        public float[] Label { get; set; } = [];

        [Microsoft.ML.Data.VectorType(3)]
        public float[] Score { get; set; } = [];

        [Microsoft.ML.Data.VectorType(3)]
        public float[] Probability { get; set; } = [];

        [Microsoft.ML.Data.VectorType(3)]
        public bool[] PredictedLabel { get; set; } = [];
    }
}
