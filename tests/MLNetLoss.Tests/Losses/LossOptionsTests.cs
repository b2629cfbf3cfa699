using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Options beyond PyTorch's: missing targets, masks, denominators, the mean of nothing, label smoothing, threads.</summary>
[TestClass]
public sealed class LossOptionsTests
{
    private static readonly float[] s_input = [.1f, -2, 3, .5f, 0, -1];
    private static readonly float[] s_target = [0, 1, 1, 0, .5f, 1];
    private static readonly float[] s_withMissing = [0, float.NaN, 1, 0, float.NaN, 1];
    private static readonly bool[] s_mask = [true, false, true, true, false, true];
    private static readonly float[] s_kept = [.1f, 3, .5f, -1];
    private static readonly float[] s_keptTarget = [0, 1, 0, 1];

    private static LossOptions Ignore => new() { MissingTargets = MissingTargets.Ignore };

    [TestMethod]
    public void MissingTargets_CostNothing_AndAreLeftOutOfTheMean()
    {
        float[] gradient = new float[6];
        float[] expected = new float[4];
        double mean = Functional.BinaryCrossEntropyWithLogitsAndGradient(s_kept, s_keptTarget, default, Reduction.Mean, default, expected);
        double actual = Functional.BinaryCrossEntropyWithLogitsAndGradient(s_input, s_withMissing, default, Reduction.Mean, default, gradient, Ignore);
        Assert.AreEqual(mean, actual, 1e-13);
        CollectionAssert.AreEqual(new[] { expected[0], 0, expected[1], expected[2], 0, expected[3] }, gradient);
        Functional.BinaryCrossEntropyWithLogits(s_input, s_withMissing, default, default, gradient, Ignore);
        Assert.AreEqual(0, gradient[1]);
        Assert.IsGreaterThan(0, gradient[0]);
    }

    [TestMethod]
    public void Mask_IsTheSameAsMissing_WhateverStandsThere()
    {
        float[] target = [0, 17, 1, 0, float.NaN, 1];
        float[] input = [.1f, float.NaN, 3, .5f, float.PositiveInfinity, -1];
        float[] gradient = new float[6];
        double mean = Functional.BinaryCrossEntropyWithLogits(s_kept, s_keptTarget);
        Assert.AreEqual(mean, Functional.BinaryCrossEntropyWithLogits(input, target, default, Reduction.Mean, default, new LossOptions { Mask = s_mask }), 1e-13);
        Assert.AreEqual(mean, new BCEWithLogitsLoss().Forward(input, target, s_mask, gradient), 1e-13);
        Assert.AreEqual(0, gradient[1]);
        Assert.AreEqual(0, gradient[4]);
    }

    [TestMethod]
    public void Mask_OfAnotherLength_IsRefused()
    {
        foreach (int length in (int[])[1, 3, 5, 7, 12])
        {
            bool[] mask = new bool[length];
            ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropyWithLogits(
                s_input, s_target, default, Reduction.Mean, default, new LossOptions { Mask = mask }));
            Assert.AreEqual("options", fault.ParamName);
            Assert.Contains($"The mask has {length} values but input has 6", fault.Message);
        }
    }

    [TestMethod]
    public void Weights_OfMissingElements_MayBeAnything()
    {
        // With a smoothing of 1e-3 a missing target would be slightly positive if it counted.
        foreach (double smoothing in (double[])[0, 1e-3])
        {
            float[] weight = [1, float.NaN, 2, 3, float.PositiveInfinity, 1];
            float[] posWeight = [1, float.NaN, 2, 3, float.NaN, .5f];
            float[] gradient = new float[6];
            LossOptions missing = new() { MissingTargets = MissingTargets.Ignore, LabelSmoothing = smoothing };
            LossOptions masked = new() { Mask = s_mask, LabelSmoothing = smoothing };
            double expected = Functional.BinaryCrossEntropyWithLogits(
                s_kept, s_keptTarget, [1, 2, 3, 1], Reduction.Mean, [1, 2, 3, .5f], new LossOptions { LabelSmoothing = smoothing });
            Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogitsAndGradient(
                s_input, s_withMissing, weight, Reduction.Mean, posWeight, gradient, missing), 1e-13);
            Assert.AreEqual(0, gradient[1]);
            Assert.AreEqual(0, gradient[4]);
            Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogits(
                s_input, s_withMissing, weight, Reduction.Mean, posWeight, masked), 1e-13);
        }
    }

    [TestMethod]
    [DataRow(EmptyMean.NaN)]
    [DataRow(EmptyMean.Throw)]
    public void MeanOfAllElements_IsZeroWhereAllAreMissing(EmptyMean empty) => Assert.AreEqual(0, Functional.BinaryCrossEntropyWithLogits(
        [1, 2], [float.NaN, float.NaN], default, Reduction.Mean, default,
        new LossOptions { MissingTargets = MissingTargets.Ignore, Denominator = MeanDenominator.AllElements, EmptyMean = empty }));

    [TestMethod]
    public void MissingTargets_OfProbabilities_AreNotChecked()
    {
        float[] probability = [.1f, 5, .9f, .5f, -1, .2f];
        float[] kept = [.1f, .9f, .5f, .2f];
        Assert.AreEqual(
            Functional.BinaryCrossEntropy(kept, s_keptTarget),
            Functional.BinaryCrossEntropy(probability, s_withMissing, default, Reduction.Mean, default(ReadOnlySpan<float>), Ignore), 1e-13);
    }

    [TestMethod]
    public void MissingTarget_IsAnError_UnlessIgnored()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropyWithLogits(s_input, s_withMissing));
        Assert.AreEqual("target", fault.ParamName);
        Assert.Contains("target[1] is NaN", fault.Message);
    }

    [TestMethod]
    public void Denominators()
    {
        float[] weight = [1, 2, 3];
        double sum = Functional.BinaryCrossEntropyWithLogits(s_input, s_withMissing, weight, Reduction.Sum, default, Ignore);
        Assert.AreEqual(sum / 4, Mean(MeanDenominator.ValidElements), 1e-13);
        Assert.AreEqual(sum / 6, Mean(MeanDenominator.AllElements), 1e-13);

        // The elements that are not missing have weights 1, 3, 1, 3.
        Assert.AreEqual(sum / 8, Mean(MeanDenominator.WeightSum), 1e-13);
        Assert.AreEqual(sum / 2, Mean(MeanDenominator.Rows), 1e-13);

        double Mean(MeanDenominator denominator) => Functional.BinaryCrossEntropyWithLogits(
            s_input, s_withMissing, weight, Reduction.Mean, default,
            new LossOptions { MissingTargets = MissingTargets.Ignore, Denominator = denominator, LabelCount = 3 });
    }

    [TestMethod]
    public void Rows_AreCountedWhenSomethingIsKnownOfThem()
    {
        float[] target = [float.NaN, float.NaN, float.NaN, 0, 1, 1];
        LossOptions rows = new() { MissingTargets = MissingTargets.Ignore, Denominator = MeanDenominator.Rows, LabelCount = 3 };
        double sum = Functional.BinaryCrossEntropyWithLogits(s_input, target, default, Reduction.Sum, default, Ignore);
        Assert.AreEqual(sum, Functional.BinaryCrossEntropyWithLogits(s_input, target, default, Reduction.Mean, default, rows));
        Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropyWithLogits(
            s_input, target, default, Reduction.Mean, default, new LossOptions { Denominator = MeanDenominator.Rows }));
    }

    [TestMethod]
    public void EmptyInput_IsPyTorchs()
    {
        Assert.AreEqual(0, Functional.BinaryCrossEntropyWithLogits(ReadOnlySpan<float>.Empty, [], default, Reduction.Sum));
        Assert.AreEqual(double.NaN, Functional.BinaryCrossEntropyWithLogits(ReadOnlySpan<float>.Empty, []));
        Assert.AreEqual(double.NaN, Functional.BinaryCrossEntropy(ReadOnlySpan<double>.Empty, []));
    }

    [TestMethod]
    public void MeanOfNothing_IsSelectable()
    {
        float[] missing = [float.NaN, float.NaN];
        float[] gradient = [7, 7];
        Assert.AreEqual(double.NaN, Mean(EmptyMean.NaN));
        Assert.AreEqual(0, Mean(EmptyMean.Zero));
        CollectionAssert.AreEqual(new float[2], gradient);
        Assert.ThrowsExactly<ArgumentException>(() => Mean(EmptyMean.Throw));
        Assert.AreEqual(0, new BCELoss { EmptyMean = EmptyMean.Zero }.Forward([], []));

        double Mean(EmptyMean empty) => Functional.BinaryCrossEntropyWithLogitsAndGradient(
            [1f, 2f], missing, default, Reduction.Mean, default, gradient, new LossOptions { MissingTargets = MissingTargets.Ignore, EmptyMean = empty });
    }

    [TestMethod]
    public void LabelSmoothing_IsTheLossOfSmoothedTargets()
    {
        double[] smoothed = [.. s_target.Select(t => (t * (1 - .2)) + .1)];
        double[] input = [.. s_input.Select(x => (double)x)];
        LossOptions options = new() { LabelSmoothing = .2 };
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(input, smoothed),
            Functional.BinaryCrossEntropyWithLogits(s_input, s_target, default, Reduction.Mean, default, options), 1e-13);
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(input, smoothed), new BCEWithLogitsLoss { LabelSmoothing = .2 }.Forward(s_input, s_target), 1e-13);
        Assert.ThrowsExactly<ArgumentException>(() => new BCELoss { LabelSmoothing = 1.5 });
        Assert.AreEqual(1, new BCELoss { LabelSmoothing = 1 }.LabelSmoothing);
    }

    [TestMethod]
    public void PosWeight_OfProbabilities_IsThatOfLogits()
    {
        double[] input = [.. s_input.Select(x => (double)x)];
        double[] target = [.. s_target.Select(t => (double)t)];
        double[] probability = [.. input.Select(Truth.Sigmoid)];
        double[] posWeight = [2, .5, 7];
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(input, target, default, Reduction.Mean, posWeight),
            Functional.BinaryCrossEntropy(probability, target, default, Reduction.Mean, posWeight), 1e-14);
    }

    [TestMethod]
    public void LogitGradient_IsRightWhereTheProbabilityHasSaturated()
    {
        // A float sigmoid of -110 is 0: the chain rule through it gives 0, the truth is -1.
        float[] gradient = new float[2];
        Functional.BinaryCrossEntropyWithLogitGradient([0f, 1f], [1f, 0f], default, Reduction.Sum, default, gradient);
        CollectionAssert.AreEqual(new float[] { -1, 1 }, gradient);
        new BCELoss().SumFromLogits([-110f, 110f], [1f, 0f], gradient);
        CollectionAssert.AreEqual(new float[] { -1, 1 }, gradient);
    }

    [TestMethod]
    public void Threads_GiveTheSameBits_AndTheSameFault()
    {
        const int Count = 200_000;
        Random random = new(3);
        float[] x = [.. Enumerable.Range(0, Count).Select(_ => (random.NextSingle() * 10) - 5)];
        float[] t = [.. Enumerable.Range(0, Count).Select(_ => random.NextSingle())];
        float[] one = new float[Count];
        float[] many = new float[Count];
        double expected = Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Mean, default, one);
        foreach (int threads in new[] { 2, 5, -1 })
        {
            LossOptions options = new() { MaxDegreeOfParallelism = threads };
            Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Mean, default, many, options));
            CollectionAssert.AreEqual(one, many);
        }

        foreach (int threads in Enumerable.Range(0, 60).Select(round => 2 + (round % 4)))
        {
            int[] places = [.. Enumerable.Range(0, 3).Select(_ => random.Next(Count))];
            float[] wrong = [.. t];
            foreach (int place in places)
                wrong[place] = -1 - place;
            ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropyWithLogits(
                x, wrong, default, Reduction.Mean, default, new LossOptions { MaxDegreeOfParallelism = threads }));
            Assert.Contains(FormattableString.Invariant($"target[{places.Min()}] is {-1 - places.Min()};"), fault.Message);
        }
    }

    [TestMethod]
    public void AThousandElements_AllocateNothing()
    {
        float[] x = new float[1000];
        float[] t = new float[1000];
        float[] weight = new float[100];
        float[] gradient = new float[1000];
        BCEWithLogitsLoss loss = new(weight);
        for (int round = 0; round < 3; round++)
            Work();
        Assert.AreEqual(0, Allocations.Least(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Work();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));

        void Work()
        {
            Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, weight, Reduction.Mean, default, gradient);
            Functional.BinaryCrossEntropyWithLogits(x, t);
            Functional.BinaryCrossEntropy(x, t, weight, gradient);
            Functional.SigmoidFocalLoss(x, t);
            loss.Forward(x, t, gradient);
            loss.SumFromLogits(x, t, gradient);
        }
    }
}
