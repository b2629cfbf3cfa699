using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>The base class: a user's loss, defined by one formula, and the methods that trainers call.</summary>
[TestClass]
public sealed class MultiLabelLossTests
{
    private static readonly float[] s_input = [.1f, -2, 3, .5f, 0, -1];
    private static readonly float[] s_target = [0, 1, 1, 0, .5f, 1];

    public static IEnumerable<object[]> Losses =>
    [
        [new BCEWithLogitsLoss([1, 2, 3], Reduction.Sum, [2])],
        [new BCELoss([1, 2, 3]) { PosWeight = new float[] { 4 } }],
        [new SigmoidFocalLoss()],
        [new FocalLoss(gamma: 1.5)],
        [new AsymmetricLoss()],
        [new MultiLabelSoftMarginLoss(3, [1, 2, 3])],
        [new SquaredHinge()],
        [new Brier()],
    ];

    [TestMethod]
    public void UsersLoss_HasEverything()
    {
        SquaredHinge loss = new();
        double[] expected = [.. s_input.Zip(s_target, (x, t) => Math.Pow(Math.Max(0, 1 - (((2.0 * t) - 1) * x)), 2))];
        float[] gradient = new float[6];
        Assert.AreEqual(expected.Average(), loss.Forward(s_input, s_target), 1e-14);
        Assert.AreEqual(expected.Average(), loss.Forward(s_input, s_target, gradient), 1e-14);
        loss.ForwardEach(s_input, s_target, gradient);
        for (int i = 0; i < 6; i++)
            Assert.AreEqual((float)expected[i], gradient[i]);
        Assert.AreEqual(expected.Sum(), loss.SumFromLogits(s_input, s_target, gradient), 1e-14);
        float[] missing = [.. s_target];
        missing[2] = float.NaN;
        Assert.AreEqual(expected.Sum() - expected[2], loss.SumFromLogits(s_input, missing, gradient), 1e-14);
    }

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void SumFromLogits_HasItsFiniteDifferenceAsGradient(MultiLabelLoss loss)
    {
        float[] gradient = new float[6];
        float[] unused = new float[6];
        loss.SumFromLogits(s_input, s_target, gradient);
        for (int i = 0; i < 6; i++)
        {
            const float Step = 1f / 1024;
            float[] moved = [.. s_input];
            moved[i] = s_input[i] + Step;
            double above = loss.SumFromLogits(moved, s_target, unused);
            moved[i] = s_input[i] - Step;
            double below = loss.SumFromLogits(moved, s_target, unused);
            Assert.AreEqual((above - below) / (2 * Step), gradient[i], 1e-4 * (1 + Math.Abs(gradient[i])), $"{loss.GetType().Name}[{i}]");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void SumFromLogits_OfAMissingTarget_IsNothing(MultiLabelLoss loss)
    {
        float[] missing = [float.NaN, float.NaN, float.NaN];
        float[] gradient = [7, 7, 7];
        Assert.AreEqual(0, loss.SumFromLogits([1, -1, 30], missing, gradient));
        CollectionAssert.AreEqual(new float[3], gradient);
    }

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void SumFromLogits_IsTheSumOfElements(MultiLabelLoss loss)
    {
        float[] input = loss.Input == LossInput.Logits ? s_input : [.. s_input.Select(x => (float)Truth.Sigmoid(x))];
        float[] each = new float[6];
        loss.ForwardEach(input, s_target, each);
        Assert.AreEqual(each.Sum(value => (double)value), loss.SumFromLogits(s_input, s_target, new float[6]), 1e-5);
    }

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void ElementLoss_IsTheFormula(MultiLabelLoss loss)
    {
        double low = loss.ElementLoss(.3, 1, out double derivative);
        double high = loss.ElementLoss(.3 + 1e-6, 1, out _);
        Assert.AreEqual((high - low) / 1e-6, derivative, 1e-4 * Math.Abs(derivative), loss.GetType().Name);
    }

    [TestMethod]
    public void MissingElements_AreNotAskedOfTheFormula()
    {
        float[] gradient = [7, 7, 7];
        PositiveOnly loss = new() { MissingTargets = MissingTargets.Ignore };
        Assert.AreEqual(Math.Log(2), loss.Forward([2f, 5, -1], [1f, float.NaN, float.NaN], gradient), 1e-15);
        CollectionAssert.AreEqual(new float[] { .5f, 0, 0 }, gradient);
        loss.ForwardEach([2f, 5, -1], [1f, float.NaN, float.NaN], gradient);
        CollectionAssert.AreEqual(new float[] { (float)Math.Log(2), 0, 0 }, gradient);
        Assert.AreEqual(Math.Log(2), loss.Forward([2f, -1], [1f, 1], [true, false], gradient), 1e-15);
    }

    [TestMethod]
    public void WeightsAreCopied()
    {
        float[] weight = [2];
        BCEWithLogitsLoss loss = new(weight);
        weight[0] = 5;
        Assert.AreEqual(2, loss.Weight.Span[0]);
    }

    /// <summary>A user's loss that has no value at 0.</summary>
    private sealed class PositiveOnly() : MultiLabelLoss(Reduction.Mean)
    {
        protected internal override double ElementLoss(double input, double target, out double derivative)
        {
            derivative = 1 / input;
            return Math.Log(input);
        }
    }

    /// <summary>A user's loss of probabilities.</summary>
    private sealed class Brier() : MultiLabelLoss(Reduction.Sum)
    {
        public override LossInput Input => LossInput.Probabilities;

        protected internal override double ElementLoss(double input, double target, out double derivative)
        {
            derivative = 2 * (input - target);
            return (input - target) * (input - target);
        }
    }
}
