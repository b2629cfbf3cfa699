using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>The four entry points against vectors computed by PyTorch and, for the tails, by the same definitions without cancellation.</summary>
[TestClass]
public sealed class GoldenVectorTests
{
    [TestMethod]
    public void CommittedVectors_Pass()
    {
        int count = 0;
        foreach (GoldenCase golden in GoldenCase.Read(SharedData.InRepository("tests", "golden", "losses.json.gz")))
        {
            if (golden.Operation is "bce" or "logits")
            {
                double[] none = golden.Doubles("none");
                double[] gradient = golden.Doubles("gradient");
                Check(golden, golden.Operation == "logits", none, none.Sum(), none.Average(), gradient, [.. gradient.Select(g => g / none.Length)]);
                count++;
            }
        }

        Assert.IsGreaterThan(200, count);
    }

    [TestMethod]
    public void SharedVectors_Pass()
    {
        IReadOnlyList<GoldenCase> cases = GoldenCase.Read(SharedData.Require("golden", "bce.json.gz"));
        Assert.IsGreaterThan(200, cases.Count);
        foreach (GoldenCase golden in cases)
        {
            Check(
                golden,
                golden.Operation == "bce_with_logits",
                golden.Doubles("exact", "none"),
                golden.Double("exact", "sum"),
                golden.Double("exact", "mean"),
                golden.Doubles("exact", "grad_sum"),
                golden.Doubles("exact", "grad_mean"));
        }
    }

    private static void Check(GoldenCase golden, bool logits, double[] none, double sum, double mean, double[] gradientOfSum, double[] gradientOfMean)
    {
        bool weighted = golden.Weight.Length + golden.PosWeight.Length > 0;
        double bound = weighted ? 4 : 2;
        float[] actual = new float[none.Length];
        Each(golden, logits, actual);
        Ulp.AreClose(none, actual, bound, golden.Name + " none");
        Ulp.AreRelativelyClose(sum, Reduce(golden, logits, Reduction.Sum, actual), 1e-12, golden.Name + " sum");
        Ulp.AreClose(gradientOfSum, actual, bound, golden.Name + " gradient of the sum");
        Ulp.AreRelativelyClose(mean, Reduce(golden, logits, Reduction.Mean, actual), 1e-12, golden.Name + " mean");
        Ulp.AreClose(gradientOfMean, actual, bound, golden.Name + " gradient of the mean");
        CheckDouble(golden, logits, none, sum, mean, gradientOfSum, gradientOfMean);
    }

    private static void Each(GoldenCase golden, bool logits, float[] destination)
    {
        if (logits)
            Functional.BinaryCrossEntropyWithLogits(golden.Input, golden.Target, golden.Weight, golden.PosWeight, destination);
        else
            Functional.BinaryCrossEntropy(golden.Input, golden.Target, golden.Weight, golden.PosWeight, destination);
    }

    private static double Reduce(GoldenCase golden, bool logits, Reduction reduction, float[] gradient)
    {
        double plain = logits
            ? Functional.BinaryCrossEntropyWithLogits(golden.Input, golden.Target, golden.Weight, reduction, golden.PosWeight)
            : Functional.BinaryCrossEntropy(golden.Input, golden.Target, golden.Weight, reduction, golden.PosWeight);
        double fused = logits
            ? Functional.BinaryCrossEntropyWithLogitsAndGradient(golden.Input, golden.Target, golden.Weight, reduction, golden.PosWeight, gradient)
            : Functional.BinaryCrossEntropyWithGradient(golden.Input, golden.Target, golden.Weight, reduction, golden.PosWeight, gradient);
        Assert.AreEqual(plain, fused, golden.Name);
        return fused;
    }

    private static void CheckDouble(GoldenCase golden, bool logits, double[] none, double sum, double mean, double[] gradientOfSum, double[] gradientOfMean)
    {
        double[] input = Widen(golden.Input);
        double[] target = Widen(golden.Target);
        double[] weight = Widen(golden.Weight);
        double[] posWeight = Widen(golden.PosWeight);
        double[] actual = new double[none.Length];
        double bound = weight.Length + posWeight.Length > 0 ? 8 : 6;
        if (logits)
            Functional.BinaryCrossEntropyWithLogits(input, target, weight, posWeight, actual);
        else
            Functional.BinaryCrossEntropy(input, target, weight, posWeight, actual);
        Ulp.AreClose(none, actual, bound, golden.Name + " double none");
        foreach (Reduction reduction in new[] { Reduction.Sum, Reduction.Mean })
        {
            double value = logits
                ? Functional.BinaryCrossEntropyWithLogitsAndGradient(input, target, weight, reduction, posWeight, actual)
                : Functional.BinaryCrossEntropyWithGradient(input, target, weight, reduction, posWeight, actual);
            Ulp.AreRelativelyClose(reduction == Reduction.Sum ? sum : mean, value, 1e-14, golden.Name + " double");
            double[] expected = reduction == Reduction.Sum ? gradientOfSum : gradientOfMean;
            for (int i = 0; i < expected.Length; i++)
            {
                // With soft targets the gradient cancels, in the golden vectors as here, so that the bound on the error is absolute.
                double error = Math.Abs(actual[i] - expected[i]) - (4e-16 * (golden.Target[i] is 0 or 1 ? 0 : 20));
                Assert.IsLessThanOrEqualTo(2e-15 * Math.Abs(expected[i]), error, $"{golden.Name} double gradient[{i}]: {actual[i]:R} instead of {expected[i]:R}");
            }
        }
    }

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];
}
