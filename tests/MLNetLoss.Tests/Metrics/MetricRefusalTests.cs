using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>What a measure cannot be computed from is refused by name; what a caller can list is listed.</summary>
[TestClass]
public sealed class MetricRefusalTests
{
    [TestMethod]
    public void LengthsThatDoNotFit_AreNamed()
    {
        var rows = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions());
        Assert.AreEqual("predicted", Assert.ThrowsExactly<ArgumentException>(() => rows.AddRows([1, 2, 3, 4], default, [true], [1, 0, 1, 0])).ParamName);
        var tooMany = Assert.ThrowsExactly<ArgumentException>(() => rows.AddRows([1, 2, 3, 4], new float[5], default, [1, 0, 1, 0]));
        Assert.AreEqual("probabilities", tooMany.ParamName);
        Assert.Contains("There are 5 probabilities; expected 4, one per score.", tooMany.Message);
        rows.AddRows([1, 2, 3, 4], default, [true, false, true, true], [1, 0, 1, 0]);
        Assert.AreEqual(2, rows.Compute().RowCount);
        Assert.AreEqual(0.8, rows.Compute().MicroF1, 1e-12);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void ABetaThatIsNone_IsRefused(double beta)
    {
        var rows = new MultiLabelMetricsAccumulator(1, new MultiLabelMetricOptions());
        rows.AddRows([1], default, default, [1]);
        Assert.AreEqual("beta", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => rows.Compute().FBeta(beta, Averaging.Micro)).ParamName);
    }

    [TestMethod]
    public void ValuesOutsideAnEnum_AreRefusedByName()
    {
        Refuses("ZeroDivision is 9; expected one of ", new() { ZeroDivision = (ZeroDivision)9 });
        Refuses("RowZeroDivision is 9; expected one of ", new() { RowZeroDivision = (ZeroDivision)9 });
        Refuses("RankingTies is 9; expected one of Pessimistic, Average, LabelOrder.", new() { RankingTies = (TieRule)9 });
        Refuses("RankingLossTies is 9; expected one of ", new() { RankingLossTies = (TieRule)9 });
        Refuses("TopTies is 9; expected one of ", new() { TopTies = (TieRule)9 });
        Refuses("NdcgTies is 9; expected one of ", new() { NdcgTies = (TieRule)9 });
        Refuses("EmptyRows is -1; expected one of Counted, LeftOut.", new() { EmptyRows = (EmptyRows)(-1) });
        Refuses("AveragePrecisionOfEmptyRows is 9; expected one of ", new() { AveragePrecisionOfEmptyRows = (EmptyRows)9 });
        Refuses("OneClassLabels is 9; expected one of LeftOut, Zero, NaN.", new() { OneClassLabels = (OneClassLabels)9 });

        var rows = new MultiLabelMetricsAccumulator(1);
        rows.Add([1], [], [], [1]);
        Assert.AreEqual(
            "averaging", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => rows.Compute().FBeta(2, (Averaging)9)).ParamName);

        static void Refuses(string message, MultiLabelMetricOptions options) => Assert.StartsWith(
            message, Assert.ThrowsExactly<ArgumentException>(() => _ = new MultiLabelMetricsAccumulator(2, options)).Message);
    }

    [TestMethod]
    public void Numbers_AreWrittenTheSameInEveryCulture()
    {
        var rows = new MultiLabelMetricsAccumulator(1, new MultiLabelMetricOptions { Betas = [0.5, 2] });
        Says("The weight of row 0 is -1.5;", () => rows.Add([1], [], [], [1], -1.5f));
        Says("The probability of row 0, label 0, is 1.5;", () => rows.Add([1], [1.5f], [], [1]));
        rows.Add([1], [], [], [1]);
        Says("Beta 2.5 is not among the options' (0.5, 2)", () => rows.Compute().FBeta(2.5, Averaging.Samples));
        Says("Betas holds -0.5;", () => _ = new MultiLabelMetricsAccumulator(1, new MultiLabelMetricOptions { Betas = [-0.5] }));
        Says("ConfidenceLevel is 1.5;", () => new BootstrapOptions { ConfidenceLevel = 1.5 }.Check());
        Says("Replicates is -1;", () => new BootstrapOptions { Replicates = -1 }.Check());
        Says("Threads is -1;", () => new BootstrapOptions { Threads = -1 }.Check());
        Says("CalibrationBins is -1;", () => _ = new MultiLabelMetricsAccumulator(1, new MultiLabelMetricOptions { CalibrationBins = -1 }));
        Says("ScoreBits is -1;", () => _ = new MultiLabelMetricsAccumulator(1, new MultiLabelMetricOptions { ScoreBits = -1 }));
        Says("k = -1 is", () => rows.Compute().PrecisionAt(-1));
        var ml = new MLContext(1);
        IDataView one = ml.Data.LoadFromEnumerable([new Two { Score = [1, -1], Label = [1, 0.25f] }]);
        IDataView other = ml.Data.LoadFromEnumerable([new Two { Score = [1, -1], Label = [1, 0.5f] }]);
        Says("is 0.25 for the first model and 0.5 for the second", () => ml.MultiLabelClassification.Compare(
            one, other, probabilityColumnName: null, predictedLabelColumnName: null));

        static void Says(string message, Action action) => StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, message);
    }

    [TestMethod]
    public void ModelsOfOtherLabels_AreNotCompared()
    {
        var ml = new MLContext(1);
        IDataView two = ml.Data.LoadFromEnumerable([new Two { Score = [1, -1], Label = [1, 0] }]);
        IDataView three = ml.Data.LoadFromEnumerable([new Three { Score = [1, -1, 0], Label = [1, 0, 0] }]);
        Assert.Contains(
            "The first model has 2 labels, the second 3",
            Assert.ThrowsExactly<ArgumentException>(() => ml.MultiLabelClassification.Compare(
                two, three, probabilityColumnName: null, predictedLabelColumnName: null)).Message);
    }

    [TestMethod]
    public void EveryFixedMeasure_IsFoundByItsKey_AndSaysWhichWayIsUp()
    {
        Assert.IsGreaterThan(20, MultiLabelMeasure.Fixed.Count);
        foreach (MultiLabelMeasure measure in MultiLabelMeasure.Fixed)
        {
            Assert.AreEqual(measure.Key, MultiLabelMeasure.Get(measure.Key).Key);
            Assert.AreEqual(measure.HigherIsBetter, MultiLabelMeasure.Get(measure.Key).HigherIsBetter);
        }

        var rows = new MultiLabelMetricsAccumulator(1, new MultiLabelMetricOptions());
        rows.AddRows([1, -1], default, default, [1, 0]);
        MeasureValue[] values = [.. rows.Compute().Values];
        Assert.IsTrue(values.Single(value => value.Key == "micro_f1").HigherIsBetter);
        Assert.IsFalse(values.Single(value => value.Key == "bce").HigherIsBetter);
        Assert.AreEqual("lrap", new MultiLabelMetric("lrap").ToString());
    }

    private sealed class Two
    {
        [VectorType(2)]
        public float[] Score { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];
    }

    private sealed class Three
    {
        [VectorType(3)]
        public float[] Score { get; set; } = [];

        [VectorType(3)]
        public float[] Label { get; set; } = [];
    }
}
