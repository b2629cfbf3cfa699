using MLNetLoss.Solvers.Calibration;

namespace MLNetLoss.Tests.Solvers.Calibration;

[TestClass]
public sealed class GoldenCalibrationTests
{
    public static IEnumerable<object[]> Names => GoldenCalibration.Cases.Select(golden => new object[] { golden.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Platt_EqualsTheReference(string name)
    {
        GoldenCalibration golden = Case(name);
        PlattCalibrator fitted = PlattCalibrator.Fit(golden.Scores, golden.Targets, golden.Weights);
        if (golden.Platt is [double slope, double offset])
        {
            Assert.AreEqual(slope, fitted.Slope, 1e-9 * Math.Abs(slope));
            Assert.AreEqual(offset, fitted.Offset, 1e-9 * Math.Max(1, Math.Abs(offset)));
        }

        // As far as scikit-learn's search goes. Where all rows have one score, it says nothing of others.
        int count = name == "one score" ? golden.Scores.Length : golden.Asked.Length;
        for (int i = 0; i < count; i++)
            Assert.AreEqual(golden.ScikitLearnProbabilities[i], fitted.PredictProbability(golden.Asked[i]), 2e-5, $"score {golden.Asked[i]}");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Platt_IsAtLeastAsGoodAsScikitLearns(string name)
    {
        GoldenCalibration golden = Case(name);
        PlattCalibrator fitted = PlattCalibrator.Fit(golden.Scores, golden.Targets, golden.Weights);
        var theirs = new PlattCalibrator(golden.ScikitLearnPlatt[0], golden.ScikitLearnPlatt[1]);
        double mine = Loss(golden, fitted);
        Assert.IsLessThanOrEqualTo(Loss(golden, theirs) + (1e-13 * mine), mine);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Isotonic_EqualsTheReference(string name)
    {
        GoldenCalibration golden = Case(name);
        IsotonicCalibrator fitted = IsotonicCalibrator.Fit(golden.Scores, golden.Targets, golden.Weights);
        for (int i = 0; i < golden.Asked.Length; i++)
            Assert.AreEqual(golden.Isotonic[i], fitted.PredictProbability(golden.Asked[i]), 1e-12, $"score {golden.Asked[i]}");
        CollectionAssert.AreEqual(golden.CornerScores, fitted.Scores.ToArray());
        for (int i = 0; i < golden.CornerProbabilities.Length; i++)
            Assert.AreEqual(golden.CornerProbabilities[i], fitted.Probabilities[i], 1e-12);
    }

    private static GoldenCalibration Case(string name) => GoldenCalibration.Cases.Single(golden => golden.Name == name);

    /// <summary>Platt's objective, written out: the cross-entropy with targets drawn in from 0 and 1.</summary>
    private static double Loss(GoldenCalibration golden, PlattCalibrator calibrator)
    {
        double[] weights = golden.Weights.Length == 0
            ? [.. golden.Scores.Select(_ => 1.0)]
            : [.. golden.Weights.Select(weight => (double)weight)];
        double positives = 0, negatives = 0, loss = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            positives += weights[i] * golden.Targets[i];
            negatives += weights[i] * (1 - golden.Targets[i]);
        }

        double high = (positives + 1) / (positives + 2), low = 1 / (negatives + 2);
        for (int i = 0; i < weights.Length; i++)
        {
            double target = (golden.Targets[i] * high) + ((1 - golden.Targets[i]) * low);
            double logit = -((calibrator.Slope * golden.Scores[i]) + calibrator.Offset);
            loss += weights[i] * (Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))) - (target * logit));
        }

        return loss;
    }
}
