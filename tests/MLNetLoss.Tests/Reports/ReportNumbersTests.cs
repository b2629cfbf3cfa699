using MLNetLoss.Metrics;
using MLNetLoss.Reports;
using MLNetLoss.Reports.Plots;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Reports;

[TestClass]
public class ReportNumbersTests
{
    [TestMethod]
    public void SweepIsWhatMeasuresAtEachThresholdAre()
    {
        const int Labels = 3, Rows = 40;
        var random = new Random(3);
        float[] probabilities = [.. Enumerable.Range(0, Rows * Labels).Select(_ => random.NextSingle())];
        float[] targets = [.. probabilities.Select(value => random.NextSingle() < value ? 1f : 0f)];
        var sweep = new ThresholdSweep(Labels);
        for (int row = 0; row < Rows; row++)
            sweep.Add(probabilities.AsSpan(row * Labels, Labels), targets.AsSpan(row * Labels, Labels), 1);
        ThresholdPoint[] points = sweep.Points();
        foreach (int step in (int[])[0, 25, 50, 75, 99])
        {
            var accumulator = new MultiLabelMetricsAccumulator(Labels, new MultiLabelMetricOptions { ScoreThresholds = [step / 100f] });
            accumulator.AddRows(probabilities, probabilities, [], targets);
            MultiLabelClassificationMetrics truth = accumulator.Compute();
            Assert.AreEqual(step / 100.0, points[step].Threshold);
            Assert.AreEqual(truth.MicroPrecision, points[step].MicroPrecision, 1e-12);
            Assert.AreEqual(truth.MicroRecall, points[step].MicroRecall, 1e-12);
            Assert.AreEqual(truth.MicroF1, points[step].MicroF1, 1e-12);
            Assert.AreEqual(truth.MacroPrecision, points[step].MacroPrecision, 1e-12);
            Assert.AreEqual(truth.MacroRecall, points[step].MacroRecall, 1e-12);
            Assert.AreEqual(truth.MacroF1, points[step].MacroF1, 1e-12);
        }
    }

    [TestMethod]
    public void WhereNothingIsPredictedThereIsNoPrecision()
    {
        var sweep = new ThresholdSweep(2);
        sweep.Add([0.5f, 0.2f], [1, 1], 1);
        ThresholdPoint[] points = sweep.Points();
        Assert.AreEqual((1.0, 0.5, 0.5), (points[49].MicroPrecision, points[49].MicroRecall, points[49].MacroPrecision));
        Assert.AreEqual((double.NaN, 0.0, 0.0), (points[50].MicroPrecision, points[50].MicroRecall, points[50].MacroPrecision));
    }

    [TestMethod]
    [DataRow(null, "The mean loss against the pass over the rows.")]
    [DataRow(12.5, "The objective against the iteration.")]
    public void TrainingCurveIsNamedForWhatItShows(double? objective, string expected)
    {
        TrainingSummary training = TrainingSummaries.Of(objective, new(0, 13, null), new(1, 12.5, null));
        Assert.AreEqual(expected, Lines.Training(training)!.Alternative);
        Assert.IsNull(Lines.Training(null));
    }

    [TestMethod]
    public void ErrorsThatGoTogetherAreCounted()
    {
        var errors = new ErrorPairs();
        errors.Add([false, true, false], [1, 0, 0], 1);
        errors.Add([false, true, true], [1, 0, 0], 2);
        errors.Add([false, true, true], [float.NaN, 0, 0], 5);
        Assert.IsTrue(errors.Pairs().SequenceEqual([new ErrorPair(0, 1, 3), new ErrorPair(0, 2, 2)]));
    }

    [TestMethod]
    public void IntervalOfF1IsWilsonsOfJaccard()
    {
        // Wilson's interval of 8 in 10 is 0.4902 to 0.9433 (scipy.stats.binomtest(8, 10).proportion_ci(method="wilson")).
        (double lower, double upper) = LabelInterval.OfF1(new ConfusionCounts(8, 1, 1, 90));
        Assert.AreEqual(2 * 0.4901625 / 1.4901625, lower, 1e-5);
        Assert.AreEqual(2 * 0.9433178 / 1.9433178, upper, 1e-5);
        Assert.AreEqual((0.0, 1.0), LabelInterval.OfF1(new ConfusionCounts(0, 0, 0, 10)));
    }

    [TestMethod]
    public void PrecisionAndRecallAreSteps()
    {
        // The area under the steps is average precision: 1/2 * 1 + 1/2 * 2/3.
        (double, double)[] steps = [.. CurvePoints.Steps([(0, 1), (.5, 1), (.5, .5), (1, 2.0 / 3), (1, .5)])];
        CollectionAssert.AreEqual(new[] { (0, 1), (0, 1), (.5, 1), (.5, .5), (.5, 2.0 / 3), (1, 2.0 / 3), (1, .5) }, steps);
    }

    [TestMethod]
    public void ThinCurvesKeepTheirEndsAndExtremes()
    {
        var random = new Random(5);
        (double X, double Y)[] points = [.. Enumerable.Range(0, 5001).Select(i => (i / 5000.0, random.NextDouble()))];
        List<(double X, double Y)> thin = CurvePoints.Thin(points);
        Assert.IsLessThan(1500, thin.Count);
        CollectionAssert.IsSubsetOf(thin, points);
        Assert.AreEqual(points[0], thin[0]);
        Assert.AreEqual(points[^1], thin[^1]);
        Assert.AreEqual(points.Max(point => point.Y), thin.Max(point => point.Y));
        Assert.AreEqual(points.Min(point => point.Y), thin.Min(point => point.Y));
        CollectionAssert.AreEqual(thin.Order().ToArray(), thin.OrderBy(point => point.X).ThenBy(point => point.Y).ToArray());
        CollectionAssert.AreEqual(new[] { points[0], points[2000], points[5000] }, CurvePoints.Thin([points[0], points[2000], points[5000]]), "few points stay");
    }

    [TestMethod]
    public void LongNamesLoseTheirMiddle()
    {
        Assert.AreEqual("thirty characters, not one more", PlotTheme.Short("thirty characters, not one more", 31));
        string cut = PlotTheme.Short("environment/water/quality/report 12", 30);
        Assert.AreEqual(30, cut.Length);
        Assert.AreEqual("environment/wate…ity/report 12", cut);
        Assert.AreEqual(PlotTheme.FontOf([]), PlotTheme.FontOf(["plain"]), "names of usual letters take the usual font");
    }
}
