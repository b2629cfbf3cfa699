using CsCheck;
using MLNetLoss.Solvers.Calibration;

namespace MLNetLoss.Tests.Solvers.Calibration;

[TestClass]
public sealed class PlattCalibratorTests
{
    [TestMethod]
    public void TwoRows_AreWorkedByHand()
    {
        // Targets are drawn in to 2/3 and 1/3; two unknowns meet both: u(2) = ln 2, u(-1) = -ln 2.
        PlattCalibrator fitted = PlattCalibrator.Fit([-1, 2], [0, 1]);
        Assert.AreEqual(-2 * Math.Log(2) / 3, fitted.Slope, 1e-12);
        Assert.AreEqual(Math.Log(2) / 3, fitted.Offset, 1e-12);
        Assert.AreEqual(2.0 / 3, fitted.PredictProbability(2), 1e-12);
    }

    [TestMethod]
    public void OneScore_GivesTheMeanTarget()
    {
        // One positive and three negative rows: the targets are 2/3 and 1/5.
        PlattCalibrator fitted = PlattCalibrator.Fit([7, 7, 7, 7], [0, 1, 0, 0]);
        Assert.AreEqual(0, fitted.Slope);
        Assert.AreEqual(((2.0 / 3) + (3.0 / 5)) / 4, fitted.PredictProbability(-100), 1e-15);
    }

    /// <summary>
    /// Among many negative rows one positive row far from them: from the base rate a whole Newton step overshoots by hundreds of logits, to
    /// where there is no curvature left, and must be shortened. With two scores, both mean targets are met, whatever the weights.
    /// </summary>
    [TestMethod]
    [DataRow(1000f, 1f)]
    [DataRow(1000f, 0.001f)]
    public void RarePositiveScore_IsMetThoughStepsOvershoot(float negatives, float positives)
    {
        PlattCalibrator fitted = PlattCalibrator.Fit([0, 1], [0, 1], [negatives, positives]);
        Assert.AreEqual(1 / (negatives + 2.0), fitted.PredictProbability(0), 1e-9);
        Assert.AreEqual((positives + 1.0) / (positives + 2.0), fitted.PredictProbability(1), 1e-9);
    }

    /// <summary>
    /// Weights of any size and scores far apart: at the minimum the sums of weighted errors, plain and times the scores, vanish. On the way
    /// there are places so flat that the curvature is lost in rounding.
    /// </summary>
    [TestMethod]
    public void WeightsOfAnySize_ReachTheMinimum() =>
        Gen.Select(Gen.Float[-3, 3], Gen.Double[-4, 4], Gen.Bool, Gen.Bool, Gen.Double[-6, 8]).Array[2, 8].Sample(rows =>
            AssertMinimum(
                [.. rows.Select(row => row.Item3 ? row.Item1 : (float)(Math.Sign(row.Item1) * Math.Pow(10, row.Item2)))],
                [.. rows.Select(row => row.Item4 ? 1f : 0)],
                [.. rows.Select(row => (float)Math.Pow(10, row.Item5))]), iter: 500);

    /// <summary>A row that weighs 1e8 times another hides how far the light one is from its place.</summary>
    [TestMethod]
    public void HeavyRowBesideALightOne_ReachesTheMinimum() =>
        AssertMinimum([2, 1, 29f / 61, 1.2749977f], [1, 0, 0, 0], [1.8365383e-06f, 10, 82204128, 1]);

    /// <summary>Near the minimum a step's fall of the value is lost in rounding long before the step itself is.</summary>
    [TestMethod]
    public void MinimumWhoseValueTellsNoMore_IsReachedAllTheSame()
    {
        CalibrationRows rows = new CalibrationRows(
            [0, -3, .75f, 2, 0, 1.5f, -1.75f, .5f, 1.5f, 0, -.75f, 0, -3, 1.75f, 1, 1],
            [.75f, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, .75f, 0, .5f, 0, 1],
            [1, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]).Spread();
        AssertMinimum(rows.Scores, rows.Targets, rows.Weights, 1e-14);
    }

    [TestMethod]
    public void EndsOfTheScale_AreProbabilities()
    {
        var calibrator = new PlattCalibrator(-2, 1);
        Assert.AreEqual(0, calibrator.PredictProbability(double.NegativeInfinity));
        Assert.AreEqual(1, calibrator.PredictProbability(double.PositiveInfinity));
        Assert.AreEqual(1 / (1 + Math.Exp(-1999)), calibrator.PredictProbability(1000));
        Assert.IsTrue(double.IsNaN(calibrator.PredictProbability(double.NaN)));
        Assert.AreEqual(0.5, new PlattCalibrator(0, 0).PredictProbability(double.PositiveInfinity));
        Assert.IsTrue(double.IsNaN(new PlattCalibrator(0, 0).PredictProbability(double.NaN)));
    }

    [TestMethod]
    public void BadInput_IsNamed()
    {
        StringAssert.Contains(Refusal(() => PlattCalibrator.Fit([1, 2], [1])), "There are 1 targets; expected 2");
        StringAssert.Contains(Refusal(() => PlattCalibrator.Fit([1, 2], [1, 0], [1])), "There are 1 weights; expected 2");
        StringAssert.Contains(Refusal(() => PlattCalibrator.Fit([1, float.NaN], [1, 0])), "The score of row 1 is NaN");
        StringAssert.Contains(Refusal(() => PlattCalibrator.Fit([float.PositiveInfinity, 1], [1, 0])), "The score of row 0 is");
        StringAssert.Contains(Refusal(() => PlattCalibrator.Fit([1, 2], [1, 1.5f])), "The target of row 1 is 1.5");
        StringAssert.Contains(Refusal(() => PlattCalibrator.Fit([1, 2], [1, 0], [1, -1])), "The weight of row 1 is -1");
        StringAssert.Contains(Refusal(() => PlattCalibrator.Fit([1, 2], [1, float.NaN], [0, 1])), "None of 2 rows");
        StringAssert.Contains(Refusal(() => _ = new PlattCalibrator(double.NaN, 0)), "Expected a finite number");
    }

    /// <summary>A score in another unit and from another zero is the same evidence.</summary>
    [TestMethod]
    public void ShiftedAndScaledScores_GiveTheSameProbabilities() =>
        CalibrationRows.Any.Select(Gen.Int[-6, 6], Gen.Int[-64, 64]).Sample((rows, exponent, shift) =>
        {
            // Powers of two and small whole numbers lose nothing in single precision.
            float scale = MathF.Pow(2, exponent);
            float[] moved = [.. rows.Scores.Select(score => (score + shift) * scale)];
            PlattCalibrator first = PlattCalibrator.Fit(rows.Scores, rows.Targets, rows.Weights);
            PlattCalibrator second = PlattCalibrator.Fit(moved, rows.Targets, rows.Weights);
            for (int i = 0; i < moved.Length; i++)
                Assert.AreEqual(first.PredictProbability(rows.Scores[i]), second.PredictProbability(moved[i]), 1e-8);
        }, iter: 200);

    /// <summary>A row of weight two is two rows, a soft target a part of a row of each class, and a missing one is none.</summary>
    [TestMethod]
    public void WeightsAndFractions_AreRows() => CalibrationRows.Any.Sample(rows =>
    {
        CalibrationRows spread = rows.Spread();
        PlattCalibrator first = PlattCalibrator.Fit(rows.Scores, rows.Targets, rows.Weights);
        PlattCalibrator second = PlattCalibrator.Fit(spread.Scores, spread.Targets, spread.Weights);
        foreach (float score in rows.Scores)
            Assert.AreEqual(first.PredictProbability(score), second.PredictProbability(score), 1e-8);
    }, iter: 200);

    /// <summary>What was called positive is negative: the probabilities are the rest to one.</summary>
    [TestMethod]
    public void ExchangedClasses_GiveTheRestToOne() => CalibrationRows.Any.Sample(rows =>
    {
        float[] other = [.. rows.Targets.Select(target => 1 - target)];
        PlattCalibrator first = PlattCalibrator.Fit(rows.Scores, rows.Targets, rows.Weights);
        PlattCalibrator second = PlattCalibrator.Fit(rows.Scores, other, rows.Weights);
        foreach (float score in rows.Scores)
            Assert.AreEqual(1 - first.PredictProbability(score), second.PredictProbability(score), 1e-8);
    }, iter: 200);

    private static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static void AssertMinimum(float[] scores, float[] targets, float[] weights, double tolerance = 1e-6)
    {
        PlattCalibrator fitted = PlattCalibrator.Fit(scores, targets, weights);
        double total = weights.Sum(weight => (double)weight), positive = weights.Zip(targets, (w, t) => (double)w * t).Sum();
        double mean = weights.Zip(scores, (w, s) => (double)w * s).Sum() / total;
        double spread = Math.Sqrt(weights.Zip(scores, (w, s) => w * (s - mean) * (s - mean)).Sum() / total);
        double plain = 0, scaled = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            double target = (targets[row] * (positive + 1) / (positive + 2)) + ((1 - targets[row]) / (total - positive + 2));
            double error = weights[row] * (fitted.PredictProbability(scores[row]) - target);
            plain += error;
            scaled += spread == 0 ? 0 : error * (scores[row] - mean) / spread;
        }

        Assert.AreEqual(0, plain, tolerance * total);
        Assert.AreEqual(0, scaled, tolerance * total);
    }
}
