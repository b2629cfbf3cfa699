using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Every fault names the parameter, where it is, what came and what was expected.</summary>
[TestClass]
public sealed class BadInputTests
{
    private static readonly float[] s_input = [.1f, .2f, .3f, .4f];
    private static readonly float[] s_target = [0, 1, 0, 1];

    [TestMethod]
    [DataRow(2f, "2")]
    [DataRow(-.5f, "-0.5")]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(1.0000001f, "1.0000001")]
    [DataRow(-1e-45f, "-1E-45")]
    public void Target_OutsideUnit_IsNamed_WhereverItIs(float bad, string text)
    {
        foreach (int length in new[] { 1, 7, 16, 33, 5000 })
        {
            foreach (int index in new[] { 0, length / 2, length - 1 })
            {
                float[] input = [.. Enumerable.Repeat(.5f, length)];
                float[] target = new float[length];
                target[index] = bad;
                Check(() => Functional.BinaryCrossEntropyWithLogits(input, target), "target", $"target[{index}] is {text}; it must be in [0, 1].");
                Check(() => Functional.BinaryCrossEntropy(input, target), "target", $"target[{index}] is {text}; it must be in [0, 1].");
                Check(() => Functional.BinaryCrossEntropyWithLogits(input, target, default, default, new float[length]), "target", $"target[{index}] is {text}");
                Check(() => Functional.BinaryCrossEntropy(target, input), "input", $"input[{index}] is {text}; it must be in [0, 1].");
                double[] doubles = [.. target.Select(value => (double)value)];
                Check(() => Functional.BinaryCrossEntropyWithLogits(new double[length], doubles), "target", $"target[{index}] is");
            }
        }
    }

    [TestMethod]
    public void MinusZero_IsInRange() => Assert.AreEqual(
        Functional.BinaryCrossEntropy([0f, 0, 0], [0f, 1, .5f]), Functional.BinaryCrossEntropy([-0f, -0f, -0f], [-0f, 1, .5f]));

    [TestMethod]
    public void Lengths_ThatDoNotFit_AreNamed()
    {
        Check(() => Functional.BinaryCrossEntropyWithLogits(s_input, s_target.AsSpan(0, 3)), "target", "target has 3 values but input has 4");
        Check(() => Functional.BinaryCrossEntropyWithLogits(s_input, s_target, new float[3]), "weight", "weight has 3 values");
        Check(() => Functional.BinaryCrossEntropy(s_input, s_target, new float[8]), "weight", "weight has 8 values");
        Check(() => Functional.BinaryCrossEntropyWithLogits(s_input, s_target, default, Reduction.Sum, new float[3]), "posWeight", "posWeight has 3 values");
        Check(() => Functional.BinaryCrossEntropy(s_input, s_target, default, new float[3]), "destination", "destination holds 3 values but input has 4");
        Check(() => Functional.BinaryCrossEntropyWithGradient(s_input, s_target, default, Reduction.Mean, new float[3]), "gradient", "gradient holds 3 values");
        Check(() => new BCEWithLogitsLoss().Forward(s_input, s_target, new bool[3], new float[4]), "mask", "mask has 3 values");
    }

    [TestMethod]
    public void Overlaps_AreRefused_ButTheSameStartIsNot()
    {
        float[] memory = [.1f, .2f, .3f, .4f, .5f];
        Check(() => Functional.BinaryCrossEntropy(memory.AsSpan(0, 4), s_target, default, memory.AsSpan(1, 4)), "destination", "overlaps input");
        float[] target = [0, 1, 0, 1];
        Check(() => Functional.BinaryCrossEntropy(s_input, target, default, target), "destination", "overlaps target");
        Check(() => Functional.BinaryCrossEntropyWithGradient(s_input, s_target, memory.AsSpan(0, 4), Reduction.Mean, memory), "gradient", "overlaps weight");
        Check(() => Functional.BinaryCrossEntropyWithLogitsAndGradient(s_input, s_target, default, Reduction.Mean, memory.AsSpan(0, 4), memory), "gradient", "overlaps posWeight");
        float[] expected = new float[4];
        Functional.BinaryCrossEntropy(s_input, s_target, default, expected);
        Functional.BinaryCrossEntropy(memory.AsSpan(0, 4), s_target, default, memory);
        CollectionAssert.AreEqual(expected, memory[..4]);
        Assert.AreEqual(.5f, memory[4]);
    }

    [TestMethod]
    public void ReductionNone_HasNoOneValue()
    {
        Check(() => Functional.BinaryCrossEntropy(s_input, s_target, default, Reduction.None), "reduction", "None");
        Check(() => new BCELoss(reduction: Reduction.None).Forward(s_input, s_target), "reduction", "ForwardEach");
        Check(() => _ = new BCELoss(reduction: (Reduction)9), "reduction", "9");
        float[] each = new float[4];
        new BCELoss(reduction: Reduction.None).ForwardEach(s_input, s_target, each);
        Assert.IsTrue(each.All(value => value > 0));
    }

    [TestMethod]
    public void Options_OutOfRange_AreRefused()
    {
        Check(() => Functional.BinaryCrossEntropy(s_input, s_target, default, Reduction.Mean, default(ReadOnlySpan<float>), new LossOptions { LabelSmoothing = -1 }), "options", "smoothing is -1");
        Check(() => Functional.BinaryCrossEntropy(s_input, s_target, default, Reduction.Mean, default(ReadOnlySpan<float>), new LossOptions { MaxDegreeOfParallelism = -2 }), "options", "-2");
    }

    private static void Check(Action action, string parameter, string text)
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(action);
        Assert.AreEqual(parameter, fault.ParamName);
        Assert.Contains(text, fault.Message);
    }
}
