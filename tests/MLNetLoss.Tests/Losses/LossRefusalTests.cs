using System.Numerics.Tensors;
using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Options out of range, and destinations that are not dense.</summary>
[TestClass]
public sealed class LossRefusalTests
{
    [TestMethod]
    public void OptionsOutOfRange_AreNamed()
    {
        Assert.Contains("The degree of parallelism is -2", Refused(() => new BCEWithLogitsLoss { MaxDegreeOfParallelism = -2 }));
        Assert.Contains("The label count is -1", Refused(() => new BCEWithLogitsLoss { LabelCount = -1 }));
        Assert.Contains("The label smoothing is 1.5", Refused(() => new BCEWithLogitsLoss { LabelSmoothing = 1.5 }));
        Assert.Contains("The label smoothing is NaN", Refused(() => new BCEWithLogitsLoss { LabelSmoothing = double.NaN }));
        Assert.AreEqual(-1, new BCEWithLogitsLoss { MaxDegreeOfParallelism = -1 }.MaxDegreeOfParallelism);
        Assert.AreEqual(0, new BCEWithLogitsLoss { LabelCount = 0 }.LabelCount);
    }

    [TestMethod]
    public void Numbers_AreWrittenTheSameInEveryCulture()
    {
        Assert.Contains("target[1] is 1.5;", Refused(() => Functional.BinaryCrossEntropyWithLogits([0.5f, 1], [0, 1.5f])));
        Assert.Contains("clip is -0.5;", Refused(() => Functional.AsymmetricLoss([0.5f], [1], clip: -0.5)));
        Assert.Contains("The label smoothing is 1.5;", Refused(() => new BCEWithLogitsLoss { LabelSmoothing = 1.5 }));
        Assert.Contains("The maximum is -0.5;", Refused(() => PosWeights.Balanced([1, 0], 1, -0.5f)));
        Assert.Contains("targets[0] is -0.5;", Refused(() => PosWeights.Balanced([-0.5f, 0], 1)));
        Assert.Contains("The label count is -1;", Refused(() => PosWeights.Balanced([1, 0], -1)));
        Assert.Contains("The label count is -1;", Refused(() => new BCEWithLogitsLoss { LabelCount = -1 }));
        Assert.Contains("The label count is -1;", Refused(() => new MultiLabelSoftMarginLoss(-1)));
        Assert.Contains("The reduction is -1;", Refused(() => new BCEWithLogitsLoss(reduction: (Reduction)(-1))));
        Assert.Contains("The degree of parallelism is -2;", Refused(() => new BCEWithLogitsLoss { MaxDegreeOfParallelism = -2 }));
    }

    [TestMethod]
    public void PosWeights_CanBeReadBack()
    {
        CollectionAssert.AreEqual(new[] { 2f, 3 }, new BCEWithLogitsLoss(posWeight: [2, 3]).PosWeight.ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 3 }, new BCELoss { PosWeight = new float[] { 2, 3 } }.PosWeight.ToArray());
    }

    [TestMethod]
    public void ADestinationInAnotherOrder_IsRefused()
    {
        float[] memory = new float[6];
        string message = Refused(() =>
        {
            ReadOnlyTensorSpan<float> input = new([.1f, .2f, .3f, .4f, .5f, .6f], [2, 3]);
            ReadOnlyTensorSpan<float> target = new([0f, 1, 0, 1, 0, 1], [2, 3]);
            Functional.BinaryCrossEntropyWithLogits(input, target, default, default, new TensorSpan<float>(memory, [2, 3], [1, 2]));
            return 0;
        });
        Assert.Contains("is not dense: its values must be contiguous, row by row", message);
        CollectionAssert.AreEqual(new float[6], memory);
    }

    [TestMethod]
    public void ADestinationOfNothing_ReceivesNothing() =>
        Functional.BinaryCrossEntropyWithLogits(default(ReadOnlyTensorSpan<float>), default, default, default, default(TensorSpan<float>));

    private static string Refused<T>(Func<T> make) => Assert.Throws<ArgumentException>(() => make()).Message;
}
