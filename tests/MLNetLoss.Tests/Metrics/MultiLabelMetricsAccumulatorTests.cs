using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class MultiLabelMetricsAccumulatorTests
{
    private readonly MultiLabelMetricsAccumulator _rows = new(2, labelNames: ["io", "net"]);

    [TestMethod]
    public void ABadRowIsNamedWithItsLabel()
    {
        _rows.Add([1, 2], [], [], [0, 1]);
        Refused("The score of row 1, label 1 ('net'), is NaN; expected a number.", () => _rows.Add([1, float.NaN], [], [], [0, 1]));
        Refused("The probability of row 1, label 0 ('io'), is -0.5; expected a value in [0, 1].", () => _rows.Add([1, 2], [-0.5f, 0], [], [0, 1]));
        Refused("The probability of row 1, label 1 ('net'), is NaN", () => _rows.Add([1, 2], [0, float.NaN], [], [0, 1]));
        Refused("The target of row 1, label 1 ('net'), is 2; expected a value in [0, 1], or NaN where missing.", () => _rows.Add([1, 2], [], [], [0, 2]));
        Refused("The weight of row 1 is -1; expected a finite weight of at least 0.", () => _rows.Add([1, 2], [], [], [0, 1], -1));
        Refused("The weight of row 1 is NaN", () => _rows.Add([1, 2], [], [], [0, 1], float.NaN));
    }

    [TestMethod]
    public void SizesThatDifferAreNamed()
    {
        Refused("Row 0 has 3 scores; expected 2, one per label.", () => _rows.Add([1, 2, 3], [], [], [0, 1]));
        Refused("Row 0 has 1 probabilities; expected 2", () => _rows.Add([1, 2], [1], [], [0, 1]));
        Refused("Row 0 has 1 predicted; expected 2", () => _rows.Add([1, 2], [], [true], [0, 1]));
        Refused("Row 0 has 0 targets; expected 2", () => _rows.Add([1, 2], [], [], []));
        Refused("There are 3 scores; expected 2, a multiple of the number of labels.", () => _rows.AddRows([1, 2, 3], [], [], [0, 1, 0]));
        Refused("There are 2 targets; expected 4, one per score.", () => _rows.AddRows([1, 2, 3, 4], [], [], [0, 1]));
        Refused("There are 1 weights; expected 2, one per row.", () => _rows.AddRows([1, 2, 3, 4], [], [], [0, 1, 0, 1], [1]));
        Refused("There are 1 label names; expected 2.", () => _ = new MultiLabelMetricsAccumulator(2, labelNames: ["io"]));
    }

    [TestMethod]
    public void NothingToEvaluateIsAnErrorThatSaysWhy()
    {
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => _rows.Compute()).Message, "There are no rows to evaluate.");
        _rows.Add([1, 2], [], [], [1, 0], 0);
        _rows.Add([1, 2], [], [], [float.NaN, float.NaN]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _rows.Compute()).Message,
            "None of the 2 rows has a weight above 0 and a target that is not missing");
    }

    [TestMethod]
    public void RowsWithoutWeightOrTargetsDoNotCount()
    {
        _rows.Add([1, -2], [], [], [1, 0]);
        _rows.Add([1, 2], [], [], [0, 0], 0);
        _rows.Add([1, 2], [], [], [float.NaN, float.NaN]);
        MultiLabelClassificationMetrics metrics = _rows.Compute();
        Assert.AreEqual(1, metrics.RowCount);
        Assert.AreEqual(3, _rows.RowCount);
        Assert.AreEqual(1, metrics.SubsetAccuracy);
    }

    [TestMethod]
    public void ARowWithoutLabelsThatIsLeftOut_CountsInNoMeasureOfTheTop()
    {
        // The label is first in one of the two rows that have one.
        var rows = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { EmptyRows = EmptyRows.LeftOut, TopK = [1] });
        rows.Add([2, 1], [], [], [1, 0]);
        rows.Add([2, 1], [], [], [0, 0]);
        rows.Add([2, 1], [], [], [0, 1]);
        MultiLabelClassificationMetrics metrics = rows.Compute();
        foreach (string key in (string[])["one_error", "precision_at_1", "recall_at_1", "ndcg_at_1"])
            Assert.AreEqual(0.5, metrics[key], 1e-12, key);
    }

    [TestMethod]
    public void OnlyAlikeAccumulatorsMerge()
    {
        Refused("has 3 labels; expected 2", () => _rows.Merge(new MultiLabelMetricsAccumulator(3)));
        Refused("has different options", () => _rows.Merge(new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { TopK = [1] })));
        Refused("cannot be merged into itself", () => _rows.Merge(_rows));
        Assert.ThrowsExactly<ArgumentNullException>(() => _rows.Merge(null!));
        Refused("Label 0 is 'a' here and 'b' in the other accumulator", () => new MultiLabelMetricsAccumulator(2, null, ["a", "b"])
            .Merge(new MultiLabelMetricsAccumulator(2, null, ["b", "a"])));
        _rows.Merge(new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { TopK = [1, 3, 5] }));
    }

    [TestMethod]
    public void AMergeLeavesTheOtherUsable()
    {
        var other = new MultiLabelMetricsAccumulator(2);
        other.Add([1, 2], [], [], [1, 0]);
        other.Add([1, 2], [], [], [float.NaN, float.NaN]);
        _rows.Merge(other);
        Assert.AreEqual(2, _rows.RowCount, "those without targets included");
        other.Add([3, -2], [], [], [1, 0]);
        _rows.Add([3, -2], [], [], [0, 1], 2);
        Assert.AreEqual(2, other.Compute().RowCount);
        Assert.AreEqual(1 / 3.0, _rows.Compute().MicroRecall, 1e-12);
        Assert.AreEqual(2 / 3.0, other.Compute().MicroPrecision, 1e-12);
    }

    [TestMethod]
    public void WeightsThatBeginLateKeepTheirRowsInAMerge()
    {
        // Weights are kept from the first that is not 1 on: here the third row of the second part.
        var whole = new MultiLabelMetricsAccumulator(2);
        MultiLabelMetricsAccumulator[] parts = [new(2), new(2)];
        for (int row = 0; row < 10; row++)
        {
            float[] scores = [row % 4, row % 3], targets = [row % 2, row / 2 % 2];
            whole.Add(scores, [], [], targets, row < 7 ? 1 : row);
            parts[row / 5].Add(scores, [], [], targets, row < 7 ? 1 : row);
        }

        parts[0].Merge(parts[1]);
        Assert.AreEqual(whole.Compute().MacroRocAuc, parts[0].Compute().MacroRocAuc, 1e-12);
        Assert.AreEqual(whole.Compute().MicroAveragePrecision, parts[0].Compute().MicroAveragePrecision, 1e-12);
    }

    [TestMethod]
    public void InfiniteLogitsGiveTheLimit()
    {
        _rows.Add([float.PositiveInfinity, float.NegativeInfinity], [], [], [1, 0]);
        Assert.AreEqual(0, _rows.Compute().BinaryCrossEntropy);
        Assert.AreEqual(0, _rows.Compute().BrierScore);
        _rows.Add([float.PositiveInfinity, 0], [], [], [0, 0]);
        Assert.AreEqual(double.PositiveInfinity, _rows.Compute().BinaryCrossEntropy);
    }

    [TestMethod]
    public void SaturatedProbabilitiesOfLogitsLoseNothing()
    {
        // The probability of 20 rounds to 1 in single precision, whose logarithm form would say 100 for the wrong label.
        _rows.Add([20, -20], [1, 0], [], [0, 0]);
        MultiLabelClassificationMetrics metrics = _rows.Compute();
        Assert.IsTrue(metrics.CrossEntropyFromLogits);
        Assert.AreEqual((20 + (2 * 2.061153620314381e-9)) / 2, metrics.BinaryCrossEntropy, 1e-14);
    }

    [TestMethod]
    public void ProbabilitiesThatAreNotTheSigmoidAreTakenAsTheyAre()
    {
        _rows.Add([20, -20], [1, 0], [], [0, 0]);
        _rows.Add([1, -1], [0.25f, 0.5f], [], [1, 0]);
        MultiLabelClassificationMetrics metrics = _rows.Compute();
        Assert.IsFalse(metrics.CrossEntropyFromLogits);
        Assert.AreEqual((100 + 0 - Math.Log(0.25) - Math.Log(0.5)) / 4, metrics.BinaryCrossEntropy, 1e-12);
    }

    [TestMethod]
    public void OneShardsProbabilitiesDecideForTheWhole()
    {
        // In the first shard probabilities are not the sigmoid of the scores, in the second they are.
        foreach (bool mergeIntoFirst in new[] { false, true })
        {
            var first = new MultiLabelMetricsAccumulator(2);
            var second = new MultiLabelMetricsAccumulator(2);
            first.Add([1, -1], [0.25f, 0.5f], [], [1, 0]);
            second.Add([0, 0], [0.5f, 0.5f], [], [1, 0]);
            (MultiLabelMetricsAccumulator into, MultiLabelMetricsAccumulator from) = mergeIntoFirst ? (first, second) : (second, first);
            into.Merge(from);
            Assert.IsFalse(into.Compute().CrossEntropyFromLogits);
            Assert.AreEqual((Math.Log(4) + (3 * Math.Log(2))) / 4, into.Compute().BinaryCrossEntropy, 1e-12);
        }
    }

    [TestMethod]
    public void ThresholdsMayDifferByLabel()
    {
        var options = new MultiLabelMetricOptions { ScoreThresholds = [-1, 2] };
        foreach (bool inclusive in new[] { false, true })
        {
            var rows = new MultiLabelMetricsAccumulator(2, options with { ThresholdIsPositive = inclusive });
            rows.Add([-0.5f, 2], [], [], [1, 1]);
            Assert.AreEqual(inclusive ? 1 : 0.5, rows.Compute().MicroRecall);
        }
    }

    [TestMethod]
    public void OptionsThatDoNotHoldAreRefused()
    {
        Refused("TopK holds 0", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { TopK = [0] }));
        Refused("Betas holds -1", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { Betas = [-1] }));
        Refused("ScoreThresholds holds 3 values; expected 1 or 2", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { ScoreThresholds = [0, 0, 0] }));
        Refused("ScoreThresholds holds NaN at label 1", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { ScoreThresholds = [0, float.NaN] }));
        Refused("InversePropensities holds 1 values; expected 0 or 2", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { InversePropensities = [1] }));
        Refused("InversePropensities holds 0; expected values above 0", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { InversePropensities = [1, 0] }));
        Refused("InversePropensities holds Infinity; expected values above 0", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { InversePropensities = [1, double.PositiveInfinity] }));
        Refused("CalibrationBins is 0", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { CalibrationBins = 0 }));
        Refused("CalibrationBins is 1000000000; for 2 labels it can be 357913931 at most", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { CalibrationBins = 1_000_000_000 }));
        Refused("ScoreBits is 24; for 64 labels it can be 23 at most", () => _ = new MultiLabelMetricsAccumulator(64, new MultiLabelMetricOptions { ScoreBits = 24 }));
        Refused("ScoreBits is 8", () => _ = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { ScoreBits = 8 }));
    }

    private static void Refused(string message, Action action) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, message);

    // Work that grows with the square of the number of labels takes ten minutes here.
    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = false)]
    public void AQuarterOfAMillionLabelsAreEvaluated()
    {
        const int Labels = 250_000;
        float[] scores = [.. Enumerable.Range(0, Labels).Select(label => (label * 7919 % Labels / (float)Labels) - 0.5f)];
        float[] targets = [.. Enumerable.Range(0, Labels).Select(label => label % 100 == 0 ? 1f : 0f)];
        var accumulator = new MultiLabelMetricsAccumulator(Labels);
        accumulator.Add(scores, default, default, targets);
        MultiLabelClassificationMetrics metrics = accumulator.Compute();
        Assert.AreEqual(Labels / 100, metrics.PerLabel.Sum(label => label.Support));
        double loss = scores.Zip(targets).Average(cell => Math.Log(1 + Math.Exp(-cell.First)) + ((1 - cell.Second) * cell.First));
        Assert.AreEqual(loss, metrics.BinaryCrossEntropy, 1e-7);
    }
}
