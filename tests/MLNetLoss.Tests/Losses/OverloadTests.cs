using System.Numerics.Tensors;
using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Calls with arrays, spans, collection expressions and <c>default</c> resolve to the overload that they look like.</summary>
[TestClass]
public sealed class OverloadTests
{
    private static readonly float[] s_input = [.2f, .7f];
    private static readonly float[] s_target = [0, 1];

    [TestMethod]
    public void Destination_WinsOverReduction_WithArraysAndDefaults()
    {
        float[] destination = new float[2];
        Functional.BinaryCrossEntropyWithLogits(s_input, s_target, default, default, destination);
        Assert.IsTrue(destination.All(value => value > 0));
        Array.Clear(destination);
        Functional.BinaryCrossEntropy(s_input, s_target, default, destination);
        Assert.IsTrue(destination.All(value => value > 0));
        Array.Clear(destination);
        Functional.BinaryCrossEntropyWithLogits(s_input, s_target, [], [], destination.AsSpan());
        Assert.IsTrue(destination.All(value => value > 0));
    }

    [TestMethod]
    public void AllFormsCompile_AndAgree()
    {
        float[] gradient = new float[2];
        double expected = Functional.BinaryCrossEntropyWithLogits(s_input, s_target);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogits(s_input.AsSpan(), s_target.AsSpan(), default, Reduction.Mean, default));
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogits(s_input, s_target, weight: default, reduction: Reduction.Mean, posWeight: default));
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogits(s_input, s_target, reduction: Reduction.Mean));
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogits(s_input, s_target, [1f, 1f], Reduction.Mean, [1f]), 1e-13);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogitsAndGradient(s_input, s_target, default, Reduction.Mean, default, gradient));
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogitsAndGradient(s_input, s_target, [], Reduction.Mean, [], gradient.AsSpan()));
        double probability = Functional.BinaryCrossEntropy(s_input, s_target);
        Assert.AreEqual(probability, Functional.BinaryCrossEntropyWithGradient(s_input, s_target, default, Reduction.Mean, gradient));
        Assert.AreEqual(probability, Functional.BinaryCrossEntropyWithGradient(s_input, s_target, default, Reduction.Mean, default, gradient));
        Assert.AreEqual(probability, Functional.BinaryCrossEntropy(s_input, s_target, default, Reduction.Mean, new float[] { 1 }), 1e-13);
        double[] doubles = [.2f, .7f];
        double[] targets = [0, 1];
        Assert.AreEqual(probability, Functional.BinaryCrossEntropy(doubles, targets), 1e-13);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogits(doubles, targets, default, Reduction.Mean, default), 1e-13);
    }

    [TestMethod]
    public void Tensors_AreMeantWhenTheyAreTensors()
    {
        ReadOnlyTensorSpan<float> input = new(s_input, [1, 2]);
        ReadOnlyTensorSpan<float> target = new(s_target, [1, 2]);
        Assert.AreEqual(Functional.BinaryCrossEntropy(s_input, s_target), Functional.BinaryCrossEntropy(input, target));
    }
}
