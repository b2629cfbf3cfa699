using CsCheck;
using MLNetLoss.Solvers.Calibration;

namespace MLNetLoss.Tests.Solvers.Calibration;

[TestClass]
public sealed class IsotonicCalibratorTests
{
    [TestMethod]
    public void SixRows_AreWorkedByHand()
    {
        // By score 0 to 5 the targets are 0 1 0 1 1 1: the pair 1 0 falls and is pooled to 1/2.
        IsotonicCalibrator fitted = IsotonicCalibrator.Fit([5, 0, 2, 1, 4, 3], [1, 0, 0, 1, 1, 1]);
        CollectionAssert.AreEqual(new[] { 0f, 1, 2, 3, 5 }, fitted.Scores.ToArray());
        CollectionAssert.AreEqual(new[] { 0, .5, .5, 1, 1 }, fitted.Probabilities.ToArray());
        Assert.AreEqual(.25, fitted.PredictProbability(.5));
        Assert.AreEqual(.5, fitted.PredictProbability(1.7));
        Assert.AreEqual(.75, fitted.PredictProbability(2.5));
        Assert.AreEqual(0, fitted.PredictProbability(-9));
        Assert.AreEqual(1, fitted.PredictProbability(double.PositiveInfinity));
        Assert.IsTrue(double.IsNaN(fitted.PredictProbability(double.NaN)));
    }

    [TestMethod]
    public void Ties_AreOneRow()
    {
        IsotonicCalibrator fitted = IsotonicCalibrator.Fit([1, 1, 1, 2], [1, 0, 0, 1], [1, 1, 2, 1]);
        Assert.AreEqual(.25, fitted.PredictProbability(1));
        Assert.AreEqual(1, fitted.PredictProbability(2));
    }

    /// <summary>Between the corners 0.1 and 0.45 the straight line rounds to just below the upper one where it meets it.</summary>
    [TestMethod]
    public void Corners_AreMetExactly()
    {
        double[] probabilities = [0.1, 0.45, 0.9];
        var calibrator = new IsotonicCalibrator([0, 1, 3], probabilities);
        CollectionAssert.AreEqual(probabilities, new[] { 0.0, 1, 3 }.Select(calibrator.PredictProbability).ToArray());
    }

    [TestMethod]
    public void BadCorners_AreRefused()
    {
        StringAssert.Contains(Refusal([], []), "at least one");
        StringAssert.Contains(Refusal([1], [0, 1]), "1 scores and 2 probabilities");
        StringAssert.Contains(Refusal([1, 1], [0, 1]), "Score 1 is 1");
        StringAssert.Contains(Refusal([1, float.NaN], [0, 1]), "Score 1 is NaN");
        StringAssert.Contains(Refusal([1, 2], [1, 0]), "Probability 1 is 0");
        StringAssert.Contains(Refusal([1, 2], [0, 1.5]), "Probability 1 is 1.5");
        StringAssert.Contains(Refusal([1], [double.NaN]), "Probability 0 is NaN");
    }

    [TestMethod]
    public void Probabilities_NeverFall() => CalibrationRows.Any.Sample(rows =>
    {
        IsotonicCalibrator fitted = Fit(rows);
        double before = 0;
        for (float score = -4; score <= 4; score += .0625f)
        {
            double probability = fitted.PredictProbability(score);
            Assert.IsTrue(probability >= before && probability <= 1, $"{probability} at {score} after {before}");
            before = probability;
        }
    }, iter: 200);

    /// <summary>No non-decreasing function is nearer to the targets: the min-max formula of isotonic regression, by brute force.</summary>
    [TestMethod]
    public void Probabilities_AreTheMinimumOfMaxima() => CalibrationRows.Any.Sample(rows =>
    {
        IsotonicCalibrator fitted = Fit(rows);
        float[] scores = [.. Enumerable.Range(0, rows.Scores.Length)
            .Where(row => rows.Weights[row] > 0 && !float.IsNaN(rows.Targets[row])).Select(row => rows.Scores[row]).Distinct()];
        foreach (float score in scores)
        {
            double expected = scores.Where(low => low <= score).Max(low => scores.Where(high => high >= score).Min(high => Mean(rows, low, high)));
            Assert.AreEqual(expected, fitted.PredictProbability(score), 1e-12);
        }
    }, iter: 200);

    /// <summary>Any rising change of the scores leaves the probabilities of the rows as they are.</summary>
    [TestMethod]
    public void RisingChangeOfScores_ChangesNothing() => CalibrationRows.Any.Sample(rows =>
    {
        float[] moved = [.. rows.Scores.Select(score => (score * score * score) + score)];
        IsotonicCalibrator first = Fit(rows), second = IsotonicCalibrator.Fit(moved, rows.Targets, rows.Weights);
        for (int i = 0; i < moved.Length; i++)
        {
            if (rows.Weights[i] > 0 && !float.IsNaN(rows.Targets[i]))
                Assert.AreEqual(first.PredictProbability(rows.Scores[i]), second.PredictProbability(moved[i]), 1e-12);
        }
    }, iter: 200);

    /// <summary>What is calibrated stays as it is when it is calibrated on the same rows again.</summary>
    [TestMethod]
    public void Calibration_IsIdempotentOnItsRows() => CalibrationRows.Any.Sample(rows =>
    {
        IsotonicCalibrator once = Fit(rows);
        float[] probabilities = [.. rows.Scores.Select(score => (float)once.PredictProbability(score))];
        IsotonicCalibrator twice = IsotonicCalibrator.Fit(probabilities, rows.Targets, rows.Weights);
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (rows.Weights[i] > 0 && !float.IsNaN(rows.Targets[i]))
                Assert.AreEqual(probabilities[i], twice.PredictProbability(probabilities[i]), 1e-6);
        }
    }, iter: 200);

    [TestMethod]
    public void WeightsAndFractions_AreRows() => CalibrationRows.Any.Sample(rows =>
    {
        IsotonicCalibrator first = Fit(rows), second = Fit(rows.Spread());
        for (float score = -4; score <= 4; score += .125f)
            Assert.AreEqual(first.PredictProbability(score), second.PredictProbability(score), 1e-12);
    }, iter: 200);

    private static double Mean(CalibrationRows rows, float low, float high)
    {
        double weight = 0, sum = 0;
        for (int i = 0; i < rows.Scores.Length; i++)
        {
            if (rows.Scores[i] < low || rows.Scores[i] > high || float.IsNaN(rows.Targets[i]))
                continue;
            weight += rows.Weights[i];
            sum += rows.Weights[i] * rows.Targets[i];
        }

        return sum / weight;
    }

    private static IsotonicCalibrator Fit(CalibrationRows rows) => IsotonicCalibrator.Fit(rows.Scores, rows.Targets, rows.Weights);

    private static string Refusal(float[] scores, double[] probabilities) =>
        Assert.Throws<ArgumentException>(() => new IsotonicCalibrator(scores, probabilities)).Message;
}
