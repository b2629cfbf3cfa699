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
}
