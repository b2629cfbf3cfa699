using CsCheck;
using MLNetLoss.Losses;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Tests.Losses;

/// <summary>Sums and gradients of single elements with targets 0 and 1, weighted or of focal loss, against double precision.</summary>
[TestClass]
public sealed class SignedLoopTests
{
    private const int MaxCount = (2 * Block<float>.MaxCount) + 40;

    [TestMethod]
    [DataRow(LossInput.Logits)]
    [DataRow(LossInput.Probabilities)]
    public void SumsAndGradients_AreTrue(LossInput domain) =>
        Gen.Select(Gen.Int[1, MaxCount], Gen.Double[0, 1], Gen.Double[-2, 5], Gen.Int[0, 15], Gen.Int).Sample(
            (count, density, magnitude, variant, seed) =>
            {
                Random random = new(seed);
                double spread = Math.Pow(10, (variant & 1) == 0 ? 1 : .3 * (random.Next(4) + 4));
                float[] x = [.. Enumerable.Range(0, count).Select(_ => Input(spread * (random.NextDouble() - .5)))];
                float[] t = [.. x.Select(_ => random.NextDouble() < density ? 1f : 0)];
                float[] p = (variant & 2) == 0 ? [] : [.. x.Select(_ => random.Next(9) == 0 ? 0 : random.NextSingle() * (float)Math.Pow(10, magnitude))];
                float[] w = (variant & 4) == 0 && p.Length > 0 ? [] : [.. x.Select(_ => random.Next(9) == 0 ? 0 : random.NextSingle())];
                double scale = (variant & 8) == 0 ? 1 : 1.0 / count;
                Check(domain, x, t, w, p, (variant & 8) == 0 ? Reduction.Sum : Reduction.Mean, scale, $"{count} {domain}, density {density}, variant {variant}, seed {seed}");

                float Input(double logit) => domain == LossInput.Logits ? (float)logit : (float)Truth.Sigmoid(logit);
            },
            iter: 400);

    [TestMethod]
    [DataRow(LossInput.Logits)]
    [DataRow(LossInput.Probabilities)]
    public void FocalLosses_AreTrue(LossInput domain) =>
        Gen.Select(Gen.Int[1, MaxCount], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, 7], Gen.Int).Sample(
            (count, density, alpha, gamma, seed) =>
            {
                Random random = new(seed);
                double spread = Math.Pow(10, .3 * random.Next(3, 8));
                bool isLogits = domain == LossInput.Logits;
                float[] x = [.. Enumerable.Range(0, count).Select(_ => spread * (random.NextDouble() - .5)).Select(z => (float)(isLogits ? z : Truth.Sigmoid(z)))];
                float[] t = [.. x.Select(_ => random.NextDouble() < density ? 1f : 0)];
                float[] gradient = new float[count];
                double sum = Run(x, gradient);
                float[] inPlace = [.. x];
                Assert.AreEqual(sum, Run(inPlace, inPlace));
                CollectionAssert.AreEqual(gradient, inPlace);

                (double Loss, double Gradient)[] truth = [.. x.Select((value, i) => Focal(isLogits, value, t[i], alpha, gamma))];
                string what = $"{count} {domain}, density {density}, alpha {alpha}, gamma {gamma}, seed {seed}";
                Ulp.AreRelativelyClose(Truth.Sum(truth.Select(pair => pair.Loss)), sum, 1e-13, what);
                Ulp.AreClose([.. truth.Select(pair => pair.Gradient)], gradient, 1, what);

                double Run(float[] input, float[] destination) => isLogits
                    ? Functional.SigmoidFocalLossWithGradient(input, t, alpha, gamma, Reduction.Sum, default, destination)
                    : Functional.FocalLossWithGradient(input, t, alpha, gamma, Reduction.Sum, default, destination);
            },
            iter: 300);

    [TestMethod]
    [DataRow(0)]
    [DataRow(.001)]
    [DataRow(.05)]
    [DataRow(.4)]
    public void AsymmetricLosses_AreTrue(double clip) =>
        Gen.Select(Gen.Int[1, MaxCount], Gen.Double[0, 1], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int).Sample(
            (count, density, gammaNegative, gammaPositive, seed) =>
            {
                Random random = new(seed);
                double spread = Math.Pow(10, .3 * random.Next(3, 8));
                float[] x = [.. Enumerable.Range(0, count).Select(_ => (float)(spread * (random.NextDouble() - .5)))];
                float[] t = [.. x.Select(_ => random.NextDouble() < density ? 1f : 0)];
                float[] gradient = new float[count];
                double sum = Functional.AsymmetricLossWithGradient(x, t, gammaNegative, gammaPositive, clip, Reduction.Sum, default, gradient);
                float[] inPlace = [.. x];
                Assert.AreEqual(sum, Functional.AsymmetricLossWithGradient(inPlace, t, gammaNegative, gammaPositive, clip, Reduction.Sum, default, inPlace));
                CollectionAssert.AreEqual(gradient, inPlace);

                (double Loss, double Gradient)[] truth = [.. x.Select((value, i) => Asymmetric(value, t[i], gammaNegative, gammaPositive, clip))];
                string what = $"{count}, density {density}, exponents {gammaNegative} and {gammaPositive}, seed {seed}";
                Ulp.AreRelativelyClose(Truth.Sum(truth.Select(pair => pair.Loss)), sum, 1e-12, what);

                // Near the clip, the difference of a probability and the clip has few digits in double precision, too: some 1e-16, five times in a power.
                for (int i = 0; i < count; i++)
                {
                    double bound = 6e-8 + (t[i] == 0 ? 2e-15 / Math.Max(1e-16, Math.Abs(Truth.Sigmoid(x[i]) - clip)) : 0);
                    Assert.AreEqual(truth[i].Gradient, gradient[i], (bound * Math.Abs(truth[i].Gradient)) + float.Epsilon, $"{what}: {x[i]}, target {t[i]}");
                }
            },
            iter: 200);

    // Near the clip, at -2.944439, an error of the probability is many times as large in the loss.
    [TestMethod]
    [DataRow(-2.94f, 5e-13)]
    [DataRow(-2.93f, 2e-13)]
    [DataRow(-2.5f, 1e-13)]
    public void AsymmetricLosses_AreExact_NearTheClip(float logit, double bound)
    {
        float[] x = [.. Enumerable.Repeat(logit, 10000)];
        double sum = Functional.AsymmetricLoss(x, new float[x.Length], 4, 1, .05, Reduction.Sum);
        Ulp.AreRelativelyClose(x.Length * Asymmetric(logit, 0, 4, 1, .05).Loss, sum, bound, $"{logit}");
    }

    // The unweighted sum, from which that of the positives is made up, is much greater here.
    [TestMethod]
    [DataRow(LossInput.Logits)]
    [DataRow(LossInput.Probabilities)]
    public void SmallWeightsOfPositives_LeaveTheSumItsDigits(LossInput domain)
    {
        Random random = new(3);
        float[] x = [.. Enumerable.Range(0, 2 * Block<float>.MaxCount).Select(_ => .1f + (random.NextSingle() * .8f))];
        float[] t = [.. x.Select((_, i) => i % 100 == 0 ? 0f : 1)];
        foreach (float weight in new[] { .6f, .5f, .49f, 1e-3f, 1e-12f, 1e-30f, 0 })
        {
            Check(domain, x, t, [], [.. x.Select((_, i) => t[i] == 0 ? 1 : weight)], Reduction.Sum, 1, $"{weight}");
        }
    }

    // A tiny gradient may be subnormal until its weight is applied.
    [TestMethod]
    [DataRow(80f)]
    [DataRow(86f)]
    [DataRow(88f)]
    [DataRow(95f)]
    [DataRow(102f)]
    [DataRow(120f)]
    [DataRow(159f)]
    [DataRow(161f)]
    public void TinyGradients_HaveAllDigits_IfTheirWeightIsLarge(float logit)
    {
        foreach (int count in new[] { 7, 100, Block<float>.MaxCount })
        {
            float[] x = [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? logit : (i % 7) - 3f)];
            float[] t = [.. x.Select(value => value > 0 ? 1f : 0)];
            foreach (Reduction reduction in new[] { Reduction.Sum, Reduction.Mean })
            {
                double scale = reduction == Reduction.Sum ? 1 : 1.0 / count;
                Check(LossInput.Logits, x, t, [], [.. x.Select(_ => 1e30f)], reduction, scale, $"{count} to {logit}");
            }
        }
    }

    // 0 times a weight that is not finite is NaN, as in PyTorch.
    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void WeightsThatAreNotFinite_MakeNaN_EvenOfATargetOfZero(float weight)
    {
        foreach (int count in new[] { 1, 13, Block<float>.MaxCount })
        {
            for (int variant = 0; variant < 3; variant++)
            {
                float[] x = [.. Enumerable.Range(0, count).Select(i => (i % 5) - 2f)];
                float[] p = [.. x.Select((_, i) => i == count - 1 && variant != 1 ? weight : 2)];
                float[] w = variant == 0 ? [] : [.. x.Select((_, i) => i == count - 1 && variant == 1 ? weight : 2)];
                float[] gradient = new float[count];
                double sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(x, new float[count], w, Reduction.Sum, p, gradient);
                Assert.AreEqual(variant == 1 ? weight : double.NaN, sum, $"{count}, variant {variant}");
                Assert.AreEqual(variant == 1 ? weight : float.NaN, gradient[^1], $"{count}, variant {variant}");
            }
        }
    }

    /// <summary>a q^gamma bce and its derivative in x, with q the probability of being wrong.</summary>
    private static (double Loss, double Gradient) Focal(bool isLogits, double x, double t, double alpha, double gamma)
    {
        double sign = t == 1 ? -1 : 1;
        double a = t == 1 ? alpha : 1 - alpha;
        if (isLogits)
        {
            double q = Truth.Sigmoid(sign * x), right = Truth.Sigmoid(-sign * x);
            double bce = Truth.LogitLoss(x, t);
            double power = Math.Pow(q, gamma);
            return (a * power * bce, sign * a * power * (q + (gamma * right * bce)));
        }

        double wrong = t == 1 ? 1 - x : x;
        double loss = Truth.ProbabilityLoss(x, t);
        double focus = Math.Pow(wrong, gamma);
        double ofFocus = wrong == 0 ? 0 : gamma * focus / wrong * loss;
        return (a * focus * loss, a * ((focus * Truth.ProbabilityGradient(x, t)) + (sign * ofFocus)));
    }

    /// <summary>Ridnik et al.'s loss and its derivative in x, with their least argument of a logarithm, 1e-8.</summary>
    private static (double Loss, double Gradient) Asymmetric(double x, double t, double gammaNegative, double gammaPositive, double clip)
    {
        const double Least = 1e-8;
        double up = Truth.Sigmoid(x), down = Truth.Sigmoid(-x);
        if (t == 1)
        {
            double ofPositive = Math.Min(Truth.Softplus(-x), -Math.Log(Least));
            double focus = Math.Pow(down, gammaPositive);
            return (focus * ofPositive, -focus * ((up < Least ? 0 : down) + (gammaPositive * up * ofPositive)));
        }

        double wrong = Math.Max(up - clip, 0);
        double right = clip == 0 ? down : 1 - wrong;
        double ofNegative = Math.Min(clip == 0 ? Truth.Softplus(x) : -Truth.Log1P(-wrong), -Math.Log(Least));
        double slope = up * down;
        double power = Math.Pow(wrong, gammaNegative);
        return wrong == 0
            ? (power * ofNegative, 0)
            : (power * ofNegative, power * ((right < Least ? 0 : slope / right) + (gammaNegative * slope / wrong * ofNegative)));
    }

    private static void Check(LossInput domain, float[] x, float[] t, float[] w, float[] p, Reduction reduction, double scale, string what)
    {
        bool isLogits = domain == LossInput.Logits;
        float[] gradient = new float[x.Length];
        double sum = Run(x, gradient);
        float[] inPlace = [.. x];
        Assert.AreEqual(sum, Run(inPlace, inPlace), what);
        CollectionAssert.AreEqual(gradient, inPlace, what);
        Assert.AreEqual(
            sum,
            isLogits ? Functional.BinaryCrossEntropyWithLogits(x, t, w, reduction, p) : Functional.BinaryCrossEntropy(x, t, w, reduction, p),
            what);

        double truth = Truth.Sum(x.Select((value, i) => Weight(i) * (isLogits ? Truth.LogitLoss(value, t[i], P(i)) : Truth.ProbabilityLoss(value, t[i], P(i)))));
        Ulp.AreRelativelyClose(truth * scale, sum, 1e-13, what);
        double[] trueGradient = [.. x.Select((value, i) =>
            Weight(i) * scale * (isLogits ? Truth.LogitGradient(value, t[i], P(i)) : Truth.ProbabilityGradient(value, t[i], P(i))))];
        Ulp.AreClose(trueGradient, gradient, 1.5, what);

        double Weight(int i) => w.Length == 0 ? 1 : w[i];

        double P(int i) => p.Length == 0 ? 1 : p[i];

        double Run(float[] input, float[] destination) => isLogits
            ? Functional.BinaryCrossEntropyWithLogitsAndGradient(input, t, w, reduction, p, destination)
            : Functional.BinaryCrossEntropyWithGradient(input, t, w, reduction, p, destination);
    }
}
