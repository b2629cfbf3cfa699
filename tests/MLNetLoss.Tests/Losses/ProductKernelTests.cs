using MLNetLoss.Losses;
using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Losses;

/// <summary>Sums by products, where products could leave their range, lose digits or meet what they are not made for.</summary>
[TestClass]
public sealed class ProductKernelTests
{
    [TestMethod]
    [DataRow(-160f)]
    [DataRow(-30f)]
    [DataRow(-1e-6f)]
    [DataRow(2.419f)] // the smallest denominators
    [DataRow(2.433f)] // the largest
    [DataRow(3.3f)]
    [DataRow(88.8f)]
    [DataRow(160f)]
    [DataRow(160.1f)]
    [DataRow(700f)]
    public void ManyEqualLogits_SumToTheirNumberTimesOne(float logit)
    {
        float[] x = [.. Enumerable.Repeat(logit, 5003)];
        foreach (float target in new[] { 0f, 1, .25f, .5f, .75f, 1e-7f, 1 - 6e-8f })
        {
            float[] t = [.. Enumerable.Repeat(target, x.Length)];
            float[] gradient = new float[x.Length];
            double sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Sum, default, gradient);
            Ulp.AreRelativelyClose(x.Length * Truth.LogitLoss(logit, target), sum, 1e-13, $"target {target}");
            Assert.IsTrue(gradient.All(value => value == gradient[0]), $"target {target}");
            Assert.IsLessThanOrEqualTo(2, Ulp.Distance(gradient[^1], Truth.LogitGradient(logit, target)), $"target {target}");
        }
    }

    // A product may become infinite in a block's last steps while the sum of what is wrong is not, and would then count for nothing.
    [TestMethod]
    [DataRow(5f)]
    [DataRow(7.3f)] // whose whole block has a sum of just over 1
    [DataRow(7.4f)] // just under
    [DataRow(8.9f)]
    [DataRow(20f)]
    [DataRow(47.3f)]
    [DataRow(160f)]
    public void AnyNumberOfLogitsOnTheRightSide_KeepsTheirSmallLosses(float logit)
    {
        for (int count = 16; count <= Block<float>.MaxCount; count += 16)
        {
            float[] x = [.. Enumerable.Repeat(logit, count)], t = [.. Enumerable.Repeat(1f, count)];
            double sum = Functional.BinaryCrossEntropyWithLogits(x, t, default, Reduction.Sum);
            Ulp.AreRelativelyClose(count * Truth.LogitLoss(logit, 1), sum, 1e-13, $"{count} logits");
        }
    }

    // Long products start far below 1 and end far above: small and large denominators, few and many spans, hard targets, soft and smoothed.
    [TestMethod]
    [DataRow(.01f)]
    [DataRow(.7f)]
    [DataRow(3f)]
    [DataRow(30f)]
    [DataRow(160f)]
    public void MixedLogits_SumToWhatTheirElementsDo(float range)
    {
        Random random = new(7);
        for (int trial = 0; trial < 60; trial++)
        {
            int count = 1 + random.Next(2 * Block<float>.MaxStream);
            bool isSoft = trial % 3 == 2;
            double smoothing = (trial % 4) switch { 1 => .1, 3 => 1, _ => 0 };
            float[] x = [.. Enumerable.Range(0, count).Select(_ => range * ((2 * random.NextSingle()) - 1))];
            float[] t = [.. x.Select(_ => isSoft ? random.NextSingle() : random.Next(2))];
            double[] used = [.. t.Select(target => ((1 - smoothing) * target) + (smoothing / 2))];
            float[] gradient = new float[count];
            double sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(
                x, t, default, Reduction.Sum, default, gradient, new LossOptions { LabelSmoothing = smoothing });
            Ulp.AreRelativelyClose(
                Truth.Sum(x.Select((logit, i) => Truth.LogitLoss(logit, used[i]))), sum, 1e-13, $"{count} logits, smoothing {smoothing}");
            for (int i = 0; i < count; i++)
            {
                Assert.IsLessThanOrEqualTo(1, Ulp.Distance(gradient[i], Truth.LogitGradient(x[i], used[i])), $"gradient of {x[i]:R}, {used[i]:R}");
            }
        }
    }

    [TestMethod]
    [DataRow(1e-45f)]
    [DataRow(9e-13f)]
    [DataRow(1e-12f)]
    [DataRow(1e-5f)]
    [DataRow(.5f)]
    [DataRow(.75f)]
    [DataRow(0.99999994f)]
    [DataRow(1f)]
    [DataRow(0f)]
    public void ManyEqualProbabilities_SumToTheirNumberTimesOne(float probability)
    {
        float[] x = [.. Enumerable.Repeat(probability, 5003)];
        foreach (float target in new[] { 0f, 1 })
        {
            float[] t = [.. Enumerable.Repeat(target, x.Length)];
            float[] gradient = new float[x.Length];
            double sum = Functional.BinaryCrossEntropyWithGradient(x, t, default, Reduction.Sum, default, gradient);
            Ulp.AreRelativelyClose(x.Length * Truth.ProbabilityLoss(probability, target), sum, 1e-13, $"target {target}");
            Assert.IsLessThanOrEqualTo(2, Ulp.Distance(gradient[^1], Truth.ProbabilityGradient(probability, target)), $"target {target}");
        }
    }

    [TestMethod]
    public void OrdinaryBlocks_GoThisWay_AndOthersDoNot()
    {
        float[] ordinary = [1, -2, 3, .5f, 100];
        Assert.IsTrue(TrySum(ordinary, [0, 1, 1, 0, 0]));
        Assert.IsTrue(TrySum(ordinary, [0, .3f, 1, 0, 0]));
        Assert.IsTrue(TrySum([.. Enumerable.Repeat(150f, 1000)], new float[1000]), "products of few elements each");
        Assert.IsFalse(TrySum(ordinary, [0, 1.5f, 1, 0, 0]), "a target above 1");
        Assert.IsFalse(TrySum(ordinary, [0, 1, -1, 0, 0]), "a target below 0");
        Assert.IsFalse(TrySum(ordinary, [0, 1, -2, 0, 0]), "a target below -1, whose bits lie the other way from those of 1");
        Assert.IsFalse(TrySum(ordinary, [0, 1, 1, float.PositiveInfinity, 0]), "an infinite target");
        Assert.IsFalse(TrySum(ordinary, [0, 1, 1, float.NaN, 0]), "a missing target");
        Assert.IsFalse(TrySum([1, 2, 161, 3, 4], [0, 1, 1, 0, 0]), "a large logit");
        Assert.IsFalse(TrySum([1, 2, float.NegativeInfinity, 3, 4], [0, 1, 1, 0, 0]), "an infinite logit");
        Assert.IsFalse(TrySum([1, 2, float.NaN, 3, 4], [0, 1, 1, 0, 0]), "a logit that is no number");
    }

    [TestMethod]
    public void ABlockThatDoesNotGoThisWay_LeavesItsDestinationAlone()
    {
        // The NaN is found last, when everything else is computed.
        float[] x = [1, 2, float.NaN, 3];
        Assert.IsFalse(TrySum(x, [0, 1, 1, 0], x));
        CollectionAssert.AreEqual(new[] { 1, 2, float.NaN, 3 }, x);
    }

    // A whole block is taken in the hope that all is ordinary; what is not has to be noticed wherever it stands.
    [TestMethod]
    [DataRow(0f)]
    [DataRow(-0f)]
    [DataRow(690f)]
    [DataRow(704.1f)]
    [DataRow(704.5f)]
    [DataRow(704.9f)]
    [DataRow(705f)]
    [DataRow(709f)]
    [DataRow(1e4f)]
    [DataRow(float.MaxValue)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NaN)]
    public void AnOddLogitAnywhere_GivesWhatItDoesElsewhere(float odd)
    {
        (float[] ordinary, float[] t) = Ordinary(Block<float>.MaxStream + (3 * Block<float>.MaxCount) + 5);
        foreach (int place in new[] { 0, 7, 16, 33, 1500, 1535, 1536, 2000, 6143, 6144, ordinary.Length - 6, ordinary.Length - 1 })
        {
            foreach (float logit in new[] { odd, -odd })
            {
                float[] x = [.. ordinary];
                x[place] = logit;
                double[] losses = [.. x.Select((value, i) => Truth.LogitLoss(value, t[i]))];
                double truth = float.IsFinite(logit) ? Truth.Sum(losses) : losses.Sum();
                float[] gradient = new float[x.Length], inPlace = [.. x];
                double sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Sum, default, gradient);
                if (!double.IsFinite(truth))
                {
                    Assert.AreEqual(truth, sum, $"{logit} at {place}");
                }
                else
                {
                    Ulp.AreRelativelyClose(truth, sum, 1e-13, $"{logit} at {place}");
                }

                for (int i = 0; i < x.Length; i++)
                {
                    double expected = Truth.LogitGradient(x[i], t[i]);
                    Assert.IsTrue(
                        double.IsNaN(expected) ? float.IsNaN(gradient[i]) : Ulp.Distance(gradient[i], expected) <= 1,
                        $"gradient of element {i}, {x[i]:R}, with {logit} at {place}: {gradient[i]:R}, not {expected:R}");
                }

                Assert.AreEqual(sum, Functional.BinaryCrossEntropyWithLogits(x, t, default, Reduction.Sum), $"{logit} at {place}, the loss alone");
                Assert.AreEqual(
                    sum,
                    Functional.BinaryCrossEntropyWithLogitsAndGradient(inPlace, t, default, Reduction.Sum, default, inPlace),
                    $"{logit} at {place}, in place");
                CollectionAssert.AreEqual(gradient, inPlace, $"{logit} at {place}, in place");
            }
        }
    }

    [TestMethod]
    public void ASoftTargetAnywhere_IsTaken_AndABadOneIsRefused()
    {
        (float[] x, float[] hard) = Ordinary(Block<float>.MaxStream + Block<float>.MaxCount);
        foreach (int place in new[] { 0, 15, 16, 47, 48, 1000, 1535, 1536, 6143, 6144, x.Length - 1 })
        {
            foreach (float soft in new[] { .25f, .5f, 1e-30f, 1 - 6e-8f, -0f })
            {
                float[] t = [.. hard];
                t[place] = soft;
                float[] gradient = new float[x.Length];
                double sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Sum, default, gradient);
                Ulp.AreRelativelyClose(Truth.Sum(x.Select((value, i) => Truth.LogitLoss(value, t[i]))), sum, 1e-13, $"{soft} at {place}");
                Assert.IsLessThanOrEqualTo(1, Ulp.Distance(gradient[place], Truth.LogitGradient(x[place], soft)), $"{soft} at {place}");
            }

            foreach (float bad in new[] { 2, -1, 1.0000001f, float.PositiveInfinity, float.NaN, float.MaxValue, -float.Epsilon })
            {
                float[] t = [.. hard];
                t[place] = bad;
                float[] inPlace = [.. x];
                string message = Assert.ThrowsExactly<ArgumentException>(
                    () => Functional.BinaryCrossEntropyWithLogitsAndGradient(inPlace, t, default, Reduction.Sum, default, inPlace)).Message;
                Assert.Contains(FormattableString.Invariant($"target[{place}] is {bad}"), message);
                int block = place / Block<float>.MaxCount * Block<float>.MaxCount;
                CollectionAssert.AreEqual(x[block..], inPlace[block..], $"{bad} at {place}: the block's inputs are as they were");
            }
        }
    }

    // Sixty is more than the products of whole blocks have room for, at every other target the wrong way.
    [TestMethod]
    [DataRow(10f)]
    [DataRow(30f)]
    [DataRow(60f)]
    [DataRow(150f)]
    public void WholeBlocks_WhoseProductsLeaveTheirRange_AreTakenAgain(float logit)
    {
        int count = Block<float>.MaxStream + Block<float>.MaxCount;
        float[] x = [.. Enumerable.Repeat(logit, count)], t = [.. x.Select((_, i) => i % 2f)];
        float[] gradient = new float[count];
        double sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Sum, default, gradient);
        Ulp.AreRelativelyClose(count / 2 * (Truth.LogitLoss(logit, 0) + Truth.LogitLoss(logit, 1)), sum, 1e-13, $"{logit}");
        for (int i = 0; i < count; i++)
        {
            Assert.IsLessThanOrEqualTo(1, Ulp.Distance(gradient[i], Truth.LogitGradient(logit, t[i])), $"element {i}");
        }
    }

    private static (float[] Logits, float[] Targets) Ordinary(int count)
    {
        Random random = new(11);
        return ([.. Enumerable.Range(0, count).Select(_ => (12 * random.NextSingle()) - 6)], [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(2))]);
    }

    private static unsafe bool TrySum(float[] x, float[] t, float[]? gradient = null)
    {
        fixed (float* input = x)
        fixed (float* target = t)
        fixed (float* destination = gradient)
        {
            Block<float> block = new() { Count = x.Length, Input = input, Target = target, Destination = destination, Scale = 1, Slope = 1 };
            bool[] answers = [.. VectorWidths.All.Select(width => new ProductKernel<LogitFormula, float>(default, width).TrySum(block, out _))];
            Assert.HasCount(1, answers.Distinct());
            return answers[0];
        }
    }
}
