using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>The probability form near 0 and 1: sums of clamped losses, second derivatives, and the logit gradient with posWeight.</summary>
[TestClass]
public sealed class ProbabilityEdgeTests
{
    [TestMethod]
    public void ManyClampedLosses_SumToAHundredEach()
    {
        // Products of such arguments would leave the range of doubles after a few.
        float[] zeros = new float[10_000];
        float[] ones = [.. Enumerable.Repeat(1f, zeros.Length)];
        Ulp.AreRelativelyClose(100.0 * zeros.Length, Functional.BinaryCrossEntropy(zeros, ones, default, Reduction.Sum), 1e-12, "zeros");
        Ulp.AreRelativelyClose(100.0 * zeros.Length, Functional.BinaryCrossEntropy(ones, zeros, default, Reduction.Sum), 1e-12, "ones");
        float[] tiny = [.. Enumerable.Repeat(1e-38f, zeros.Length)];
        double truth = -Math.Log(1e-38f) * tiny.Length;
        Ulp.AreRelativelyClose(truth, Functional.BinaryCrossEntropy(tiny, ones, default, Reduction.Sum), 1e-12, "tiny");
    }

    [TestMethod]
    [DataRow(1e-7)]
    [DataRow(1e-10)]
    [DataRow(.999999)]
    public void Hessian_IsTheFormula_CloseToTheEnds(double x)
    {
        double[] actual = new double[2];
        Functional.BinaryCrossEntropyHessian([x, x], [1.0, 0], default, [3], actual);
        Ulp.AreRelativelyClose(3 / (x * x), actual[0], 1e-14, "positive");
        Ulp.AreRelativelyClose(1 / ((1 - x) * (1 - x)), actual[1], 1e-14, "negative");
    }

    [TestMethod]
    public void LogitGradient_IsThatOfTheLogits_WithWeights()
    {
        double[] logits = [-4, -.5, 0, 1.5, 6];
        double[] probabilities = [.. logits.Select(Truth.Sigmoid)];
        double[] target = [0, 1, .3, 1, .9];
        double[] expected = new double[5];
        double[] actual = new double[5];
        double loss = Functional.BinaryCrossEntropyWithLogitsAndGradient(logits, target, [2], Reduction.Mean, [1, 2, 3, 4, 5], expected);
        double same = Functional.BinaryCrossEntropyWithLogitGradient(probabilities, target, [2], Reduction.Mean, [1, 2, 3, 4, 5], actual);
        Assert.AreEqual(loss, same, 1e-13);
        for (int i = 0; i < 5; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-14, $"gradient[{i}]");
    }
}
