using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Two rows of three labels, worked out by hand: every way of asking gives 0.7361.</summary>
[TestClass]
public sealed class SeedExampleTests
{
    private const double Expected = 0.7361;

    private static readonly float[] s_target = [1, 0, 1, 1, 0, 0];
    private static readonly float[] s_score = [.0391f, .7691f, .1190f, .8846f, .1628f, .2641f];

    private static float[] Probability => [.. s_score.Select(x => (float)(1 / (1 + Math.Exp(-x))))];

    [TestMethod]
    public void WrittenOutFormula()
    {
        double sum = 0;
        for (int i = 0; i < s_target.Length; i++)
        {
            double p = 1 / (1 + Math.Exp(-s_score[i]));
            sum += -((s_target[i] * Math.Log(p)) + ((1 - s_target[i]) * Math.Log(1 - p)));
        }

        Assert.AreEqual(Expected, sum / 6, 5e-5);
        Assert.AreEqual(sum / 6, Functional.BinaryCrossEntropyWithLogits(s_score, s_target), 1e-14);
    }

    [TestMethod]
    public void LogitFunction() => Assert.AreEqual(Expected, Functional.BinaryCrossEntropyWithLogits(s_score, s_target), 5e-5);

    [TestMethod]
    public void ProbabilityFunction() => Assert.AreEqual(Expected, Functional.BinaryCrossEntropy(Probability, s_target), 5e-5);

    [TestMethod]
    public void LogitClass() => Assert.AreEqual(Expected, new BCEWithLogitsLoss().Forward(s_score, s_target), 5e-5);

    [TestMethod]
    public void ProbabilityClass() => Assert.AreEqual(Expected, new BCELoss().Forward(Probability, s_target), 5e-5);

    [TestMethod]
    public void DoubleFunctions()
    {
        double[] target = [.. s_target.Select(t => (double)t)];
        double[] score = [.. s_score.Select(x => (double)x)];
        double[] probability = [.. score.Select(x => 1 / (1 + Math.Exp(-x)))];
        Assert.AreEqual(Expected, Functional.BinaryCrossEntropyWithLogits(score, target), 5e-5);
        Assert.AreEqual(Expected, Functional.BinaryCrossEntropy(probability, target), 5e-5);
    }
}
