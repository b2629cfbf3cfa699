using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class BootstrapTests
{
    private const int LabelCount = 4;

    [TestMethod]
    public void RowsCountedSomeTimesAreRowsRepeated()
    {
        // Independent truth: the plain accumulator over the repeated rows. Weights, ties and missing targets included.
        (float[] scores, float[] targets, float[] weights) = Data(30, seed: 3, missing: 0.1);
        var retained = Retain(scores, targets, weights);
        retained.Sort();
        var random = new Random(5);
        int[] times = [.. Enumerable.Range(0, 30).Select(_ => random.Next(4))];
        MultiLabelClassificationMetrics reweighed = new ReweighedRows(retained).Compute(times);
        var repeated = new MultiLabelMetricsAccumulator(LabelCount, retained.Sums.Options);
        for (int row = 0; row < 30; row++)
        {
            for (int time = 0; time < times[row]; time++)
                repeated.Add(scores.AsSpan(row * LabelCount, LabelCount), [], [], targets.AsSpan(row * LabelCount, LabelCount), weights[row]);
        }

        foreach (MeasureValue value in repeated.Compute().Values)
            Assert.AreEqual(value.Value, reweighed[value.Key], 1e-6, value.Key);
        Assert.AreEqual(times.Count(time => time > 0), reweighed.RowCount);
    }

    [TestMethod]
    public void TheIntervalOfAMeanIsThatOfTheTheory()
    {
        // Subset accuracy is a mean of zeros and ones: its standard error is sqrt(p (1 - p) / n), its interval nearly normal.
        (float[] scores, float[] targets, float[] weights) = Data(400, seed: 1);
        MeasureInterval interval = Bootstrap.Intervals(
            Retain(scores, targets, [.. weights.Select(_ => 1f)]), new BootstrapOptions { Measures = ["subset_accuracy"], Replicates = 2000 }, default)[0];
        double error = Math.Sqrt(interval.Value * (1 - interval.Value) / 400);
        Assert.AreEqual(error, interval.StandardError, 0.06 * error);
        Assert.AreEqual(interval.Value - (1.96 * error), interval.Lower, 0.25 * error);
        Assert.AreEqual(interval.Value + (1.96 * error), interval.Upper, 0.25 * error);
    }

    [TestMethod]
    public void OneLabelsMeasureHasAnIntervalToo()
    {
        // The accuracy of a label is a mean of zeros and ones as well.
        (float[] scores, float[] targets, float[] weights) = Data(400, seed: 1);
        RetainedRows rows = Retain(scores, targets, [.. weights.Select(_ => 1f)]);
        MeasureInterval interval = Bootstrap.Intervals(rows, new BootstrapOptions { Measures = ["accuracy:2"], Replicates = 1000 }, default)[0];
        Assert.AreEqual(rows.Compute().PerLabel[2].Accuracy, interval.Value);
        double error = Math.Sqrt(interval.Value * (1 - interval.Value) / 400);
        Assert.AreEqual(error, interval.StandardError, 0.1 * error);
        Assert.Throws<ArgumentException>(() => Bootstrap.Intervals(rows, new BootstrapOptions { Measures = ["accuracy:none"] }, default));
    }

    [TestMethod]
    public void PercentilesAreLinearBetweenResamples()
    {
        // Of two resamples, the interval that holds all but nothing ends at both, and that of one half a quarter of the way from each.
        (float[] scores, float[] targets, float[] weights) = Data(25, seed: 2);
        var options = new BootstrapOptions { Replicates = 2, Measures = ["bce"], ConfidenceLevel = 1 - 1e-15 };
        MeasureInterval ends = Bootstrap.Intervals(Retain(scores, targets, weights), options, default)[0];
        MeasureInterval half = Bootstrap.Intervals(Retain(scores, targets, weights), options with { ConfidenceLevel = 0.5 }, default)[0];
        double quarter = (ends.Upper - ends.Lower) / 4;
        Assert.AreEqual(ends.Lower + quarter, half.Lower, 1e-12);
        Assert.AreEqual(ends.Upper - quarter, half.Upper, 1e-12);
        Assert.AreEqual(4 * quarter / Math.Sqrt(2), half.StandardError, 1e-12);

        // Of five, the inner half ends at the second and the fourth, three quarters half-way from there to the ends.
        ends = Of(1 - 1e-15);
        half = Of(0.5);
        Assert.AreEqual((ends.Lower + half.Lower) / 2, Of(0.75).Lower, 1e-12);
        Assert.AreEqual((ends.Upper + half.Upper) / 2, Of(0.75).Upper, 1e-12);

        MeasureInterval Of(double level) => Bootstrap.Intervals(
            Retain(scores, targets, weights), options with { Replicates = 5, ConfidenceLevel = level }, default)[0];
    }

    [TestMethod]
    public void AsManyRowsAreDrawnAsThereAre()
    {
        // One of two rows is right: the mean of two draws has the variance 1/4 / 2.
        RetainedRows rows = Retain([1, -1, -1, -1, 1, -1, -1, -1], [1, 0, 0, 0, 0, 1, 0, 0], [1, 1]);
        MeasureInterval interval = Bootstrap.Intervals(rows, new BootstrapOptions { Measures = ["subset_accuracy"], Replicates = 2000 }, default)[0];
        Assert.AreEqual(0.5, interval.Value);
        Assert.AreEqual(Math.Sqrt(1 / 8.0), interval.StandardError, 0.015);
    }

    [TestMethod]
    public void RowsThatDoNotCountAreNotDrawn()
    {
        (float[] scores, float[] targets, float[] weights) = Data(20, seed: 2);
        var options = new BootstrapOptions { Replicates = 50, Measures = ["micro_f1", "bce", "macro_roc_auc"] };
        CollectionAssert.AreEqual(
            Bootstrap.Intervals(Retain(scores, targets, weights), options, default),
            Bootstrap.Intervals(Retain([1, 2, 3, 4, .. scores], [0, 1, 0, 1, .. targets], [0, .. weights]), options, default));
    }

    [TestMethod]
    public void AnInfiniteLossMakesTheUpperEndInfinite()
    {
        // The first row's loss is infinite, and the row is in 1 - (4/5)^5, two thirds, of the resamples.
        RetainedRows rows = Retain(
            [float.NegativeInfinity, 0, 0, 0, .. Enumerable.Repeat(1f, 16)], [.. Enumerable.Repeat(1f, 20)], [1, 1, 1, 1, 1]);
        RetainedRows other = Retain([.. Enumerable.Repeat(1f, 20)], [.. Enumerable.Repeat(1f, 20)], [1, 1, 1, 1, 1]);
        var options = new BootstrapOptions { Measures = ["bce"], Replicates = 200 };
        MeasureInterval interval = Bootstrap.Intervals(rows, options, default)[0];
        Assert.AreEqual(double.PositiveInfinity, interval.Value);
        Assert.AreEqual(double.PositiveInfinity, interval.Upper);
        Assert.AreEqual(Math.Log(1 + Math.Exp(-1)), interval.Lower, 1e-6);
        MeasureDifference difference = Bootstrap.Differences(rows, other, options, default)[0];
        Assert.AreEqual(double.NegativeInfinity, difference.Lower);
        Assert.AreEqual(0, difference.Upper, 1e-6);
    }

    [TestMethod]
    public void TheSeedDecidesAndThreadsDoNot()
    {
        (float[] scores, float[] targets, float[] weights) = Data(25, seed: 2);
        var options = new BootstrapOptions { Replicates = 40, Seed = 7, Threads = 1 };
        MeasureInterval[] one = Bootstrap.Intervals(Retain(scores, targets, weights), options, default);
        CollectionAssert.AreEqual(one.Select(interval => interval.Lower).ToArray(), Bootstrap.Intervals(Retain(scores, targets, weights), options with { Threads = 4 }, default).Select(interval => interval.Lower).ToArray());
        CollectionAssert.AreNotEqual(one.Select(interval => interval.Lower).ToArray(), Bootstrap.Intervals(Retain(scores, targets, weights), options with { Seed = 8 }, default).Select(interval => interval.Lower).ToArray());
        Assert.HasCount(MultiLabelMeasure.For(new MultiLabelMetricOptions()).Count, one);
    }

    [TestMethod]
    public void AModelDiffersFromAWorseOneAndNotFromItself()
    {
        (float[] scores, float[] targets, float[] weights) = Data(200, seed: 4);
        var random = new Random(9);
        float[] worse = [.. scores.Select(score => score + (float)(4 * random.NextDouble()) - 2)];
        var options = new BootstrapOptions { Measures = ["lrap", "ranking_loss"], Replicates = 300 };
        MeasureDifference[] same = Bootstrap.Differences(Retain(scores, targets, weights), Retain(scores, targets, weights), options, default);
        Assert.AreEqual(0, same[0].Difference);
        Assert.AreEqual(0, same[0].StandardError);
        Assert.AreEqual(1, same[0].PValue);
        MeasureDifference[] other = Bootstrap.Differences(Retain(scores, targets, weights), Retain(worse, targets, weights), options, default);
        Assert.IsLessThan(0, other[0].Upper);
        Assert.IsGreaterThan(0, other[1].Lower);
        Assert.IsLessThan(0.05, other[0].PValue);
        Assert.AreEqual(2.0 / 301, other[0].PValue, 1e-12);
        Assert.AreEqual(2.0 / 301, other[1].PValue, 1e-12);
    }

    [TestMethod]
    public void ADifferenceThatIsNeverDefinedHasNoPValue()
    {
        // Without a negative target no area is defined.
        RetainedRows first = Retain([.. Enumerable.Range(0, 20).Select(i => (float)i)], [.. Enumerable.Repeat(1f, 20)], [1, 1, 1, 1, 1]);
        RetainedRows second = Retain([.. Enumerable.Range(0, 20).Select(i => -(float)i)], [.. Enumerable.Repeat(1f, 20)], [1, 1, 1, 1, 1]);
        MeasureDifference difference = Bootstrap.Differences(
            first, second, new BootstrapOptions { Measures = ["micro_roc_auc"], Replicates = 20 }, default)[0];
        Assert.AreEqual(double.NaN, difference.Difference);
        Assert.AreEqual(double.NaN, difference.PValue);
    }

    [TestMethod]
    public void OnlyTheSameRowsAreCompared()
    {
        (float[] scores, float[] targets, float[] weights) = Data(3, seed: 4);
        float[] changed = [.. targets];
        changed[5] = 1 - changed[5];
        RetainedRows rows = Retain(scores, targets, weights);
        Refused("Label 1 of row 1 is", () => Bootstrap.Differences(rows, Retain(scores, changed, weights), new BootstrapOptions(), default));
        Refused("has 3 rows, the second 2", () => Bootstrap.Differences(rows, Retain(scores[..8], targets[..8], weights[..2]), new BootstrapOptions(), default));
        Refused("Label 2 is 'c' for the first model and 'd' for the second", () => Bootstrap.Differences(
            Retain(scores, targets, weights, ["a", "b", "c", "d"]), Retain(scores, targets, weights, ["a", "b", "d", "c"]), new BootstrapOptions(), default));
        Refused("Row 0 weighs", () => Bootstrap.Differences(rows, Retain(scores, targets, [9, 1, 1]), new BootstrapOptions(), default));
        // Rows that do not count are counted on.
        float[] late = [0, .. weights[1..]];
        Refused("Label 1 of row 1 is", () => Bootstrap.Differences(Retain(scores, targets, late), Retain(scores, changed, late), new BootstrapOptions(), default));
        Refused("Row 2 weighs", () => Bootstrap.Differences(Retain(scores, targets, [0, 1, 2]), Retain(scores, targets, [0, 1, 3]), new BootstrapOptions(), default));
    }

    [TestMethod]
    public void OptionsThatDoNotHoldAreRefused()
    {
        RetainedRows rows = Retain([1, 2, 3, 4], [1, 0, 0, 1], [1]);
        Refused("Replicates is 1", () => Bootstrap.Intervals(rows, new BootstrapOptions { Replicates = 1 }, default));
        Refused("ConfidenceLevel is 1", () => Bootstrap.Intervals(rows, new BootstrapOptions { ConfidenceLevel = 1 }, default));
        Refused("Threads is 0", () => Bootstrap.Intervals(rows, new BootstrapOptions { Threads = 0 }, default));
        Refused("There is no measure 'f1'", () => Bootstrap.Intervals(rows, new BootstrapOptions { Measures = ["f1"] }, default));
        Refused("resampling keeps every score", () => _ = new RetainedRows(2, new MultiLabelMetricOptions { ScoreBits = 12 }, null));
    }

    private static void Refused(string message, Action action) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, message);

    private static RetainedRows Retain(float[] scores, float[] targets, float[] weights, string[]? names = null)
    {
        var rows = new RetainedRows(LabelCount, null, names);
        for (int row = 0; row < weights.Length; row++)
        {
            var cells = new Range(row * LabelCount, (row + 1) * LabelCount);
            rows.Add(scores.AsSpan(cells), [], [], targets.AsSpan(cells), weights[row]);
        }

        return rows;
    }

    private static (float[] Scores, float[] Targets, float[] Weights) Data(int rows, int seed, double missing = 0)
    {
        var random = new Random(seed);
        var scores = new float[rows * LabelCount];
        var targets = new float[scores.Length];
        for (int cell = 0; cell < scores.Length; cell++)
        {
            targets[cell] = random.NextDouble() < 0.35 ? 1 : 0;
            scores[cell] = MathF.Round((float)(4 * random.NextDouble()) - 2.5f + (1.5f * targets[cell]), 1);
            if (random.NextDouble() < missing)
                targets[cell] = float.NaN;
        }

        return (scores, targets, [.. Enumerable.Range(0, rows).Select(_ => 0.5f + random.Next(4))]);
    }
}
