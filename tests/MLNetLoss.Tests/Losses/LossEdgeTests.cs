using System.Numerics.Tensors;
using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Options and shapes at their limits.</summary>
[TestClass]
public sealed class LossEdgeTests
{
    [TestMethod]
    [DataRow(1000)]
    [DataRow(int.MaxValue)]
    public void MoreThreadsThanBlocks_GiveTheSameResult(int threads)
    {
        float[] input = new float[70_000];
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(input, input),
            Functional.BinaryCrossEntropyWithLogits(input, input, default, Reduction.Mean, default, new LossOptions { MaxDegreeOfParallelism = threads }));
    }

    [TestMethod]
    public void FocalLossThatAlphaSwitchesOff_IsZeroAtInfiniteLogits()
    {
        float[] each = [7, 7];
        Functional.SigmoidFocalLoss([float.NegativeInfinity, -1], [1, 1], 0, 2, default, each);
        CollectionAssert.AreEqual(new float[2], each);
        Functional.SigmoidFocalLoss([float.PositiveInfinity, 1], [0, 0], 1, .5, default, each);
        CollectionAssert.AreEqual(new float[2], each);
        Assert.AreEqual(0, Functional.SigmoidFocalLossWithGradient([double.PositiveInfinity], [0.0], 1, 0, Reduction.Sum, default, new double[1]));
    }

    [TestMethod]
    public void InfiniteLogitOfWeightZero_CostsNothing()
    {
        // Of weight times loss, the limit is 0; an infinite loss of another weight stays infinite.
        float[] x = [float.PositiveInfinity, float.NegativeInfinity, 1, float.NegativeInfinity], t = [0, 1, 1, 0], weight = [0, -0f, 2, 3];
        double expected = 2 * Math.Log(1 + Math.Exp(-1));
        float[] each = new float[4], gradient = new float[4];
        Functional.BinaryCrossEntropyWithLogits(x, t, weight, default, each);
        CollectionAssert.AreEqual(new[] { 0, 0, (float)expected, 0 }, each);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogits(x, t, weight, Reduction.Sum), 1e-14);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, weight, Reduction.Sum, default, gradient), 1e-14);
        CollectionAssert.AreEqual(new[] { 0, 0, (float)(-2 / (1 + Math.E)), 0 }, gradient);
        Assert.AreEqual(0, Functional.BinaryCrossEntropyWithLogits([double.PositiveInfinity, double.NegativeInfinity], [0.0, 1], [0.0], Reduction.Sum));
        Assert.AreEqual(double.PositiveInfinity, Functional.BinaryCrossEntropyWithLogits(x, t, [1e-30f], Reduction.Sum));
        Assert.AreEqual(double.NaN, Functional.BinaryCrossEntropyWithLogits([float.NaN], [0], [0], Reduction.Sum));
        Functional.SigmoidFocalLoss(x, t, -1, 0, weight, each);
        CollectionAssert.AreEqual(new[] { 0, 0, (float)expected, 0 }, each);
    }

    [TestMethod]
    public void UndefinedEnumerationValues_AreRefused()
    {
        Assert.Contains("MeanDenominator is 9; it must be one of ValidElements, AllElements, WeightSum, Rows", Refused(() =>
            Functional.BinaryCrossEntropy([.5f], [1], default, Reduction.Mean, default(ReadOnlySpan<float>), new LossOptions { Denominator = (MeanDenominator)9 })));
        Assert.Contains("MissingTargets is 9", Refused(() => new BCELoss { MissingTargets = (MissingTargets)9 }.Forward([.5f], [1])));
        Assert.Contains("EmptyMean is 9", Refused(() => new BCELoss { EmptyMean = (EmptyMean)9 }.Forward([.5f], [1])));
    }

    [TestMethod]
    public void WeightsWithLeadingDimensionsOfOne_Broadcast()
    {
        ReadOnlyTensorSpan<float> input = new([1f, 2, 3, 4, 5, 6], [2, 3]);
        ReadOnlyTensorSpan<float> target = new([1f, 0, 0, 0, 1, 1], [2, 3]);
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(input, target, new ReadOnlyTensorSpan<float>([1f, 2], [2, 1])),
            Functional.BinaryCrossEntropyWithLogits(input, target, new ReadOnlyTensorSpan<float>([1f, 2], [1, 2, 1])));
    }

    [TestMethod]
    public void WeightsThatDoNotBroadcast_AreNamedByTheirWholeShape() =>
        Assert.Contains("weight has the shape [1, 5, 1], which does not broadcast to input's [2, 3]", Refused(() =>
            Functional.BinaryCrossEntropyWithLogits(
                new ReadOnlyTensorSpan<float>(new float[6], [2, 3]),
                new ReadOnlyTensorSpan<float>(new float[6], [2, 3]),
                new ReadOnlyTensorSpan<float>(new float[5], [1, 5, 1]))));

    private static string Refused(Action call) => Assert.ThrowsExactly<ArgumentException>(call).Message;
}
