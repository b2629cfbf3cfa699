using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Millions of values against double precision: 2 ulp for element losses and gradients, 4 with weights.</summary>
[TestClass]
public sealed class LossAccuracyTests
{
    private const int Count = 400_000;

    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    [DataRow(.25f)]
    [DataRow(.999f)]
    [DataRow(1e-6f)]
    public void Logits_AreWithin2Ulp(float t) => CheckLogits(Logits(), Filled(t), 2);

    [TestMethod]
    public void Logits_RandomSoftTargets_AreWithin2Ulp() => CheckLogits(Logits(), Units(3), 2);

    [TestMethod]
    public void Logits_TargetIsTheRoundedSigmoid_GradientIsWithin2Ulp()
    {
        // The difference cancels to what rounding the target has left: some 2^-26.
        float[] x = [.. Logits().Where(value => Math.Abs(value) < 8)];
        float[] t = [.. x.Select(value => (float)Truth.Sigmoid(value))];
        float[] gradient = new float[x.Length];
        Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Sum, default, gradient);
        for (int i = 0; i < x.Length; i++)
        {
            // Truth in double is good to 2^-53 only: where less than 2^-30 is left, it cannot judge.
            double truth = Truth.LogitGradient(x[i], t[i]);
            if (Math.Abs(truth) > Math.ScaleB(1, -30))
                Assert.IsLessThanOrEqualTo(2, Ulp.Distance(gradient[i], truth), $"x = {x[i]:R}, t = {t[i]:R}: {gradient[i]:R} for {truth:R}");
        }
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    [DataRow(.25f)]
    [DataRow(.999f)]
    public void Probabilities_AreWithin2Ulp(float t) => CheckProbabilities(Units(1), Filled(t), 2);

    [TestMethod]
    public void Probabilities_RandomSoftTargets_AreWithin2Ulp() => CheckProbabilities(Units(1), Units(4), 2);

    [TestMethod]
    public void Weighted_AreWithin4Ulp()
    {
        float[] weight = [.5f, 2.25f, .1f, 3.7f];
        float[] posWeight = [3.3f];
        float[] x = Logits();
        float[] q = Units(1);
        float[] t = Units(5);
        float[] actual = new float[Count];
        Functional.BinaryCrossEntropyWithLogits(x, t, weight, posWeight, actual);
        Compare(actual, i => weight[i % 4] * Truth.LogitLoss(x[i], t[i], posWeight[0]), 4, "logit loss");
        Functional.BinaryCrossEntropy(q, t, weight, posWeight, actual);
        Compare(actual, i => weight[i % 4] * Truth.ProbabilityLoss(q[i], t[i], posWeight[0]), 4, "probability loss");
        Functional.BinaryCrossEntropyWithGradient(q, t, weight, Reduction.Sum, posWeight, actual);
        Compare(actual, i => weight[i % 4] * Truth.ProbabilityGradient(q[i], t[i], posWeight[0]), 4, "probability gradient");
    }

    [TestMethod]
    public void SumOfTenMillion_IsExactTo12Digits_OnAnyNumberOfThreads()
    {
        const int Count = 10_000_000;
        Random random = new(7);
        float[] x = new float[Count];
        float[] t = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            x[i] = (random.NextSingle() * 30) - 20;
            t[i] = random.NextSingle() < .1f ? 1 : 0;
        }

        double sum = Functional.BinaryCrossEntropyWithLogits(x, t, default, Reduction.Sum);
        Ulp.AreRelativelyClose(Truth.Sum(Enumerable.Range(0, Count).Select(i => Truth.LogitLoss(x[i], t[i]))), sum, 1e-12, "sum");
        foreach (int threads in new[] { 2, 3, -1 })
        {
            double parallel = Functional.BinaryCrossEntropyWithLogits(
                x, t, default, Reduction.Sum, default, new LossOptions { MaxDegreeOfParallelism = threads });
            Assert.AreEqual(sum, parallel, $"{threads} threads");
        }
    }

    [TestMethod]
    public void SumOfSureAnswers_KeepsItsDigits()
    {
        float[] x = [.. Enumerable.Range(0, 10_000).Select(i => -20 - (i / 1000f))];
        float[] t = new float[x.Length];
        double truth = Truth.Sum(x.Select(value => Truth.LogitLoss(value, 0)));
        Ulp.AreRelativelyClose(truth, Functional.BinaryCrossEntropyWithLogits(x, t, default, Reduction.Sum), 1e-12, "logits");
        float[] q = [.. x.Select(value => (float)Math.Exp(value))];
        double truthOfProbabilities = Truth.Sum(q.Select(value => Truth.ProbabilityLoss(value, 0)));
        Ulp.AreRelativelyClose(truthOfProbabilities, Functional.BinaryCrossEntropy(q, t, default, Reduction.Sum), 1e-12, "probabilities");
    }

    private static void CheckLogits(float[] x, float[] t, double bound)
    {
        float[] actual = new float[x.Length];
        Functional.BinaryCrossEntropyWithLogits(x, t, default, default, actual);
        Compare(actual, i => Truth.LogitLoss(x[i], t[i]), bound, "loss");
        Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Sum, default, actual);
        Compare(actual, i => Truth.LogitGradient(x[i], t[i]), bound, "gradient", 1e-10);
    }

    private static void CheckProbabilities(float[] x, float[] t, double bound)
    {
        float[] actual = new float[x.Length];
        Functional.BinaryCrossEntropy(x, t, default, actual);
        Compare(actual, i => Truth.ProbabilityLoss(x[i], t[i]), bound, "loss");
        Functional.BinaryCrossEntropyWithGradient(x, t, default, Reduction.Sum, actual);
        Compare(actual, i => Truth.ProbabilityGradient(x[i], t[i]), bound, "gradient");
    }

    private static void Compare(float[] actual, Func<int, double> truth, double bound, string name, double canceled = 0)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            double expected = truth(i);
            double distance = Ulp.Distance(actual[i], expected);
            if (distance > bound && Math.Abs(expected) > canceled)
                Assert.Fail($"{name}[{i}]: {actual[i]:R} is {distance:F2} ulp from {expected:R}");
        }
    }

    private static float[] Filled(float value)
    {
        float[] values = new float[Count];
        Array.Fill(values, value);
        return values;
    }

    /// <summary>Evenly over [-110, 110], and as many near zero over all magnitudes.</summary>
    private static float[] Logits()
    {
        Random random = new(1);
        float[] values = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            values[i] = i % 2 == 0
                ? (random.NextSingle() * 220) - 110
                : (float)(Math.Pow(10, (random.NextDouble() * 40) - 38) * (random.Next(2) - .5));
        }

        return values;
    }

    /// <summary>Evenly over [0, 1], near 0 over all magnitudes, and near 1.</summary>
    private static float[] Units(int seed)
    {
        Random random = new(seed);
        float[] values = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            values[i] = (i % 3) switch
            {
                0 => random.NextSingle(),
                1 => (float)Math.Pow(10, random.NextDouble() * -46),
                _ => 1 - (float)Math.Pow(10, random.NextDouble() * -9),
            };
        }

        (values[0], values[1], values[2]) = (0, 1, float.Epsilon);
        return values;
    }
}
