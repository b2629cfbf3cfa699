using MLNetLoss.Losses;
using MLNetLoss.Losses.Kernels;

namespace MLNetLoss.Tests.Losses;

/// <summary>Probabilities in whole blocks, with something unusual among them.</summary>
[TestClass]
public sealed class ProbabilityStreamTests
{
    // Probabilities are streamed assuming that none is close to 0 or 1, then again with care, then block by block.
    [TestMethod]
    [DataRow(0f)]
    [DataRow(-0f)]
    [DataRow(1e-45f)]
    [DataRow(3e-44f)] // below exp(-100)
    [DataRow(1e-38f)]
    [DataRow(9.99e-13f)]
    [DataRow(1e-12f)]
    [DataRow(1e-7f)]
    [DataRow(0.99999994f)]
    [DataRow(1f)]
    public void AnOddProbabilityAnywhere_GivesWhatItDoesElsewhere(float odd)
    {
        (float[] ordinary, float[] t) = OrdinaryProbabilities(Block<float>.MaxStream + (3 * Block<float>.MaxCount) + 5);
        foreach (int place in new[] { 0, 7, 8, 15, 16, 1500, 1535, 1536, 2000, 6143, 6144, ordinary.Length - 6, ordinary.Length - 1 })
        {
            float[] x = [.. ordinary];
            x[place] = odd;
            for (int target = 0; target < 2; target++)
            {
                t[place] = target;
                CheckProbabilities(x, t, $"{odd} at {place}, target {target}");
            }
        }
    }

    [TestMethod]
    [DataRow(-1e-45f)]
    [DataRow(-.5f)]
    [DataRow(-3f)]
    [DataRow(1.0000001f)]
    [DataRow(1.5f)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NaN)]
    public void ABadProbabilityAnywhere_IsRefused(float bad)
    {
        (float[] ordinary, float[] t) = OrdinaryProbabilities(Block<float>.MaxStream + Block<float>.MaxCount);
        foreach (int place in new[] { 0, 8, 1535, 1536, 6143, 6144, ordinary.Length - 1 })
        {
            foreach (bool isSaturated in new[] { false, true })
            {
                float[] x = [.. ordinary];
                if (isSaturated)
                {
                    x[(place + 99) % x.Length] = 1;
                }

                x[place] = bad;
                float[] inPlace = [.. x];
                string message = Assert.ThrowsExactly<ArgumentException>(
                    () => Functional.BinaryCrossEntropyWithGradient(inPlace, t, default, Reduction.Sum, default, inPlace)).Message;
                Assert.Contains(FormattableString.Invariant($"input[{place}] is {bad}"), message);
                int block = place / Block<float>.MaxCount * Block<float>.MaxCount;
                CollectionAssert.AreEqual(x[block..], inPlace[block..], $"{bad} at {place}: the block's inputs are as they were");
            }
        }
    }

    [TestMethod]
    public void ATargetAnywhere_ThatIsNotHard_IsTakenOrRefused_BesideProbabilities()
    {
        (float[] x, float[] hard) = OrdinaryProbabilities(Block<float>.MaxStream + Block<float>.MaxCount);
        foreach (int place in new[] { 0, 15, 16, 1535, 1536, 6143, 6144, x.Length - 1 })
        {
            foreach (float soft in new[] { .25f, .5f, 1e-30f, 1 - 6e-8f, -0f })
            {
                float[] t = [.. hard];
                t[place] = soft;
                CheckProbabilities(x, t, $"{soft} at {place}");
            }

            foreach (float bad in new[] { 2, -1, 1.0000001f, float.PositiveInfinity, float.NaN, -float.Epsilon })
            {
                float[] t = [.. hard];
                t[place] = bad;
                string message = Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropy(x, t, default, Reduction.Sum)).Message;
                Assert.Contains(FormattableString.Invariant($"target[{place}] is {bad}"), message);
            }
        }
    }

    // Shares of saturated probabilities, on the right side or on either: few or many clamped losses in a product, and losses that nearly vanish.
    [TestMethod]
    [DataRow(.001, false)]
    [DataRow(.001, true)]
    [DataRow(.05, true)]
    [DataRow(.3, true)]
    [DataRow(.999, false)]
    [DataRow(1, false)]
    public void SaturatedProbabilities_SumToWhatTheirElementsDo(double share, bool errs)
    {
        (float[] x, float[] t) = OrdinaryProbabilities((2 * Block<float>.MaxStream) + 16);
        Random random = new(3);
        for (int i = 0; i < x.Length; i++)
        {
            if (random.NextDouble() < share)
            {
                float right = random.Next(3) == 0 ? Math.Abs(t[i] - (float)Math.Pow(10, -18 * random.NextDouble())) : t[i];
                x[i] = errs && random.Next(2) == 0 ? 1 - right : right;
            }
        }

        CheckProbabilities(x, t, $"{share}");
    }

    [TestMethod]
    [DataRow(1e-11f)]
    [DataRow(1e-6f)]
    [DataRow(1e-3f)]
    public void Probabilities_WhoseProductsLeaveTheirRange_AreTakenAgain(float probability)
    {
        float[] x = [.. Enumerable.Repeat(probability, Block<float>.MaxStream)];
        CheckProbabilities(x, [.. x.Select(_ => 1f)], $"{probability}");
    }

    // Seven clamped losses in each product of 192 probabilities, which take the inverse of the product through the end of double's range.
    [TestMethod]
    public void ClampedLosses_WhoseProductsHaveNoInverse_SumToWhatTheirElementsDo()
    {
        float[] t = [.. Enumerable.Repeat(1f, Block<float>.MaxCount)];
        for (float other = .9f; other < .99f; other += .001f)
        {
            CheckProbabilities([.. t.Select((_, i) => i < 7 * Lanes.Count ? 0 : other)], t, $"{other}");
        }
    }

    // Whatever stands where the target is missing is not looked at; neither is a mask's.
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void MissingElements_AmongProbabilities_CostNothing(bool isMasked)
    {
        (float[] x, float[] t) = OrdinaryProbabilities(Block<float>.MaxStream + (2 * Block<float>.MaxCount));
        Random random = new(5);
        bool[] isMissing = [.. x.Select(_ => random.Next(10) == 0)];
        float[] odd = [float.NaN, -1, 2, 0, 1, float.PositiveInfinity];
        float[] withOdd = [.. x.Select((value, i) => isMissing[i] ? odd[i % odd.Length] : value)];
        float[] targets = isMasked ? t : [.. t.Select((value, i) => isMissing[i] ? float.NaN : value)];
        foreach (float[] input in new[] { withOdd, [.. withOdd.Select((value, i) => i == 3000 ? 1 - t[i] : value)] })
        {
            isMissing[3000] = false;
            targets[3000] = t[3000];
            LossOptions options = isMasked
                ? new() { Mask = [.. isMissing.Select(value => !value)] }
                : new() { MissingTargets = MissingTargets.Ignore };
            int[] present = [.. Enumerable.Range(0, x.Length).Where(i => !isMissing[i])];
            float[] gradient = new float[x.Length], expected = new float[present.Length];
            float[] presentInput = [.. present.Select(i => input[i])], presentTarget = [.. present.Select(i => t[i])];
            double sum = Functional.BinaryCrossEntropyWithGradient(input, targets, default, Reduction.Sum, default, gradient, options);
            double truth = Functional.BinaryCrossEntropyWithGradient(presentInput, presentTarget, default, Reduction.Sum, default, expected);
            Ulp.AreRelativelyClose(truth, sum, 1e-13, "the sum");
            CollectionAssert.AreEqual(expected, present.Select(i => gradient[i]).ToArray());
            Assert.IsTrue(gradient.Where((_, i) => isMissing[i]).All(value => value == 0));
        }
    }

    [TestMethod]
    public void WeightsOfPositives_OfSaturatedProbabilities()
    {
        (float[] x, float[] t) = OrdinaryProbabilities(Block<float>.MaxStream + Block<float>.MaxCount);
        float[] weights = [3, .5f];
        foreach ((int place, float value) in new[] { (100, 0f), (1600, 1f), (1601, -0f), (7000, 1e-30f) })
        {
            x[place] = value;
            for (int target = 0; target < 2; target++)
            {
                t[place] = target;
                float[] gradient = new float[x.Length];
                double sum = Functional.BinaryCrossEntropyWithGradient(x, t, default, Reduction.Sum, weights, gradient);
                double WeightOf(int i) => t[i] == 1 ? weights[i % 2] : 1;
                Ulp.AreRelativelyClose(Truth.Sum(x.Select((p, i) => WeightOf(i) * Truth.ProbabilityLoss(p, t[i]))), sum, 1e-13, $"{value} at {place}");
                for (int i = 0; i < x.Length; i++)
                {
                    Assert.IsLessThanOrEqualTo(
                        2, Ulp.Distance(gradient[i], WeightOf(i) * Truth.ProbabilityGradient(x[i], t[i])), $"element {i}, with {value} at {place}");
                }
            }
        }
    }

    private static void CheckProbabilities(float[] x, float[] t, string what)
    {
        float[] gradient = new float[x.Length], inPlace = [.. x];
        double sum = Functional.BinaryCrossEntropyWithGradient(x, t, default, Reduction.Sum, default, gradient);
        Ulp.AreRelativelyClose(Truth.Sum(x.Select((value, i) => Truth.ProbabilityLoss(value, t[i]))), sum, 2e-13, what);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.IsLessThanOrEqualTo(1, Ulp.Distance(gradient[i], Truth.ProbabilityGradient(x[i], t[i])), $"gradient of element {i}, {x[i]:R}, with {what}");
        }

        Assert.AreEqual(sum, Functional.BinaryCrossEntropy(x, t, default, Reduction.Sum), $"{what}, the loss alone");
        Assert.AreEqual(sum, Functional.BinaryCrossEntropyWithGradient(inPlace, t, default, Reduction.Sum, default, inPlace), $"{what}, in place");
        CollectionAssert.AreEqual(gradient, inPlace, $"{what}, in place");
    }

    private static (float[] Probabilities, float[] Targets) OrdinaryProbabilities(int count)
    {
        Random random = new(13);
        return ([.. Enumerable.Range(0, count).Select(_ => .01f + (.98f * random.NextSingle()))], [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(2))]);
    }
}
