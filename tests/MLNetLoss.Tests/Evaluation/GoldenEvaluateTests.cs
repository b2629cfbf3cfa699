using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Metrics;
using MLNetLoss.Tests.Metrics;

namespace MLNetLoss.Tests.Evaluation;

/// <summary>The golden answers once more, through the columns of a data view: weights, missing and soft targets included.</summary>
[TestClass]
public sealed class GoldenEvaluateTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> CaseNames => GoldenMetricsTests.CaseNames;

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void EvaluateEqualsTheReference(string name)
    {
        GoldenMetricsCase golden = GoldenMetricsTests.Case(name);
        MultiLabelClassificationMetrics metrics = _ml.MultiLabelClassification.Evaluate(
            Data(golden), probabilityColumnName: golden.Probabilities.Length == 0 ? null : "Probability", predictedLabelColumnName: null,
            exampleWeightColumnName: golden.Weights.Length == 0 ? null : "Weight", options: golden.Options);
        var failures = new List<string>();
        foreach ((string key, double expected) in golden.Values)
            GoldenMetricsTests.Compare(key, expected, metrics[key], failures);
        Assert.IsEmpty(failures, string.Join("\n", failures));
    }

    [TestMethod]
    public void ThresholdsOfLabelsPredict()
    {
        GoldenMetricsCase golden = GoldenMetricsTests.Case("random");
        float[] thresholds = [.. Enumerable.Range(0, golden.LabelCount).Select(label => (0.5f * label) - 1)];
        MultiLabelClassificationMetrics metrics = _ml.MultiLabelClassification.Evaluate(
            Data(golden), probabilityColumnName: null, predictedLabelColumnName: null,
            options: new MultiLabelMetricOptions { ScoreThresholds = thresholds });
        for (int label = 0; label < golden.LabelCount; label++)
        {
            int predicted = Enumerable.Range(0, golden.RowCount).Count(row => golden.Scores[(row * golden.LabelCount) + label] > thresholds[label]);
            Assert.AreEqual(predicted, metrics.PerLabel[label].Counts.Predicted, $"label {label}");
        }
    }

    [TestMethod]
    public void IntervalsAndComparisonTakeWeightsAndMissingTargets()
    {
        GoldenMetricsCase golden = GoldenMetricsTests.Case("missing weighted tied");
        var bootstrap = new BootstrapOptions { Replicates = 50, Measures = ["micro_f1", "lrap"] };
        IReadOnlyList<MeasureInterval> intervals = _ml.MultiLabelClassification.EvaluateIntervals(
            Data(golden), bootstrap, probabilityColumnName: null, predictedLabelColumnName: null, exampleWeightColumnName: "Weight");
        foreach (MeasureInterval interval in intervals)
        {
            Assert.AreEqual(golden.Values[interval.Measure.Key], interval.Value, 1e-9);
            Assert.IsTrue(interval.Lower < interval.Value && interval.Value < interval.Upper, interval.ToString());
        }

        foreach (MeasureDifference difference in _ml.MultiLabelClassification.Compare(
            Data(golden), Data(golden), bootstrap, probabilityColumnName: null, predictedLabelColumnName: null, exampleWeightColumnName: "Weight"))
        {
            Assert.AreEqual(0, difference.Lower);
            Assert.AreEqual(0, difference.Upper);
            Assert.AreEqual(1, difference.PValue);
        }
    }

    [TestMethod]
    public void AMeasureTheOptionsDoNotAskForIsRefusedAsSuch()
    {
        IDataView data = Data(GoldenMetricsTests.Case("random"));
        var bootstrap = new BootstrapOptions { Replicates = 10, Measures = ["precision_at_7"] };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.EvaluateIntervals(
                data, bootstrap, probabilityColumnName: null, predictedLabelColumnName: null)).Message,
            "k = 7 is not among the options'");
        Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.Compare(
            data, data, bootstrap, probabilityColumnName: null, predictedLabelColumnName: null));
    }

    private IDataView Data(GoldenMetricsCase golden)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        foreach (string column in new[] { "Label", "Score", "Probability" })
            schema[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, golden.LabelCount);
        return _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, golden.RowCount).Select(row =>
            {
                var cells = new Range(row * golden.LabelCount, (row + 1) * golden.LabelCount);
                return new Row
                {
                    Label = golden.Targets[cells],
                    Score = golden.Scores[cells],
                    Probability = golden.Probabilities.Length == 0 ? new float[golden.LabelCount] : golden.Probabilities[cells],
                    Weight = golden.Weights.Length == 0 ? 1 : golden.Weights[row],
                };
            }),
            schema);
    }

    private sealed class Row
    {
        public float[] Label { get; set; } = [];

        public float[] Score { get; set; } = [];

        public float[] Probability { get; set; } = [];

        public float Weight { get; set; }
    }
}
