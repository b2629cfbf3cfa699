using System.Numerics.Tensors;
using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>The signatures as documented, called by position, by name, with arrays, spans, null and <c>default</c>: that they compile is half of the test.</summary>
[TestClass]
public sealed class ContractTests
{
    private static readonly float[] s_input = [.2f, .7f, .4f, .9f];
    private static readonly float[] s_target = [0, 1, 1, 0];
    private static readonly float[] s_weight = [1, 2];
    private static readonly float[] s_posWeight = [3, 1];

    [TestMethod]
    public void Floats_ByName_AndByPosition()
    {
        float[] destination = new float[4];
        float[] gradient = new float[4];
        double expected = Functional.BinaryCrossEntropy(input: s_input, target: s_target, weight: s_weight, reduction: Reduction.Sum);
        Functional.BinaryCrossEntropy(input: s_input, target: s_target, weight: s_weight, destination: destination);
        Assert.AreEqual(expected, destination.Sum(value => (double)value), 1e-6);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithGradient(input: s_input, target: s_target, weight: s_weight, reduction: Reduction.Sum, gradient: gradient));
        Assert.AreEqual(expected, Functional.BinaryCrossEntropy(s_input.AsSpan(), s_target.AsSpan(), s_weight.AsSpan(), Reduction.Sum));
        Assert.AreEqual(expected / 4, Functional.BinaryCrossEntropy(s_input, s_target, s_weight));

        expected = Functional.BinaryCrossEntropyWithLogits(input: s_input, target: s_target, weight: s_weight, reduction: Reduction.Sum, posWeight: s_posWeight);
        Functional.BinaryCrossEntropyWithLogits(input: s_input, target: s_target, weight: s_weight, posWeight: s_posWeight, destination: destination);
        Assert.AreEqual(expected, destination.Sum(value => (double)value), 1e-6);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogitsAndGradient(
            input: s_input, target: s_target, weight: s_weight, reduction: Reduction.Sum, posWeight: s_posWeight, gradient: gradient));
        Assert.AreEqual(expected / 4, Functional.BinaryCrossEntropyWithLogits(s_input, s_target, s_weight, posWeight: s_posWeight));
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(s_input, s_target, default, Reduction.Mean, s_posWeight),
            Functional.BinaryCrossEntropyWithLogits(s_input, s_target, posWeight: s_posWeight));
        Assert.AreEqual(Functional.BinaryCrossEntropyWithLogits(s_input, s_target), Functional.BinaryCrossEntropyWithLogits(s_input, s_target, null));
    }

    [TestMethod]
    public void Doubles_ByName_AndByPosition()
    {
        double[] input = [.2, .7, .4, .9];
        double[] target = [0, 1, 1, 0];
        double[] weight = [1, 2];
        double[] posWeight = [3, 1];
        double[] destination = new double[4];
        double[] gradient = new double[4];
        double expected = Functional.BinaryCrossEntropy(input: input, target: target, weight: weight, reduction: Reduction.Sum);
        Functional.BinaryCrossEntropy(input, target, weight, destination);
        Assert.AreEqual(expected, destination.Sum(), 1e-14);
        Functional.BinaryCrossEntropy(input, target, default, destination);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithGradient(input, target, weight, Reduction.Sum, gradient), 1e-15);
        expected = Functional.BinaryCrossEntropyWithLogits(input: input, target: target, weight: weight, reduction: Reduction.Sum, posWeight: posWeight);
        Functional.BinaryCrossEntropyWithLogits(input, target, weight, posWeight, destination);
        Assert.AreEqual(expected, destination.Sum(), 1e-14);
        Functional.BinaryCrossEntropyWithLogits(input, target, default, default, destination);
        Assert.AreEqual(expected, Functional.BinaryCrossEntropyWithLogitsAndGradient(input, target, weight, Reduction.Sum, posWeight, gradient), 1e-15);
        Functional.BinaryCrossEntropyWithLogitsAndGradient(input, target, default, Reduction.Mean, default, gradient);
        Functional.BinaryCrossEntropyWithLogitsHessian(input, target, default, default, destination);
        Assert.AreEqual(Truth.Sigmoid(.2) * Truth.Sigmoid(-.2), destination[0], 1e-16);
    }

    [TestMethod]
    public void Hessians_AreWeighted()
    {
        float[] narrow = new float[4];
        double[] wide = new double[4];
        double[] input = [.. s_input.Select(x => (double)x)], target = [0, 1, 1, 0], weight = [1, 2], posWeight = [3, 1];
        Functional.BinaryCrossEntropyWithLogitsHessian(s_input, s_target, s_weight, s_posWeight, narrow);
        Functional.BinaryCrossEntropyWithLogitsHessian(input, target, weight, posWeight, wide);
        AssertAll((x, t, p) => Truth.Sigmoid(x) * Truth.Sigmoid(-x) * (1 - t + (p * t)));
        Functional.BinaryCrossEntropyHessian(s_input, s_target, s_weight, s_posWeight, narrow);
        Functional.BinaryCrossEntropyHessian(input, target, weight, posWeight, wide);
        AssertAll((x, t, p) => ((1 - t) / ((1 - x) * (1 - x))) + (p * t / (x * x)));

        void AssertAll(Func<double, double, double, double> truth)
        {
            for (int i = 0; i < 4; i++)
            {
                double expected = weight[i % 2] * truth(input[i], target[i], posWeight[i % 2]);
                Assert.AreEqual(expected, narrow[i], 1e-6 * expected);
                Assert.AreEqual(expected, wide[i], 1e-14 * expected);
            }
        }
    }

    [TestMethod]
    public void Tensors_OfEveryForm()
    {
        Tensor<float> input = Tensor.Create(s_input, [2, 2]);
        Tensor<float> target = Tensor.Create(s_target, [2, 2]);
        Tensor<float> rows = Tensor.Create([1f, 2f], [2, 1]);
        Tensor<float> gradient = Tensor.Create<float>(new float[4], [2, 2]);
        float[] laid = [1, 1, 2, 2];
        Assert.AreEqual(Functional.BinaryCrossEntropy(s_input, s_target, laid), Functional.BinaryCrossEntropy(input, target, rows));
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(s_input, s_target, laid, Reduction.Sum, laid),
            Functional.BinaryCrossEntropyWithLogits(input, target, rows, Reduction.Sum, rows));
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(s_input, s_target, laid, Reduction.Sum, laid),
            Functional.BinaryCrossEntropyWithLogitsAndGradient(input, target, rows, Reduction.Sum, rows, gradient));
        Functional.BinaryCrossEntropy(input, target, rows, gradient);
        Functional.BinaryCrossEntropyWithGradient(input, target, rows, Reduction.Mean, gradient);
        Functional.BinaryCrossEntropyWithLogits(input, target, rows, rows, gradient);
    }

    [TestMethod]
    public void Classes_ByName_AndByPosition()
    {
        MultiLabelLoss[] losses =
        [
            new BCELoss(), new BCELoss(s_weight), new BCELoss(weight: s_weight, reduction: Reduction.Sum), new BCELoss(null, Reduction.Mean),
            new BCEWithLogitsLoss(), new BCEWithLogitsLoss(s_weight, Reduction.Mean, s_posWeight),
            new BCEWithLogitsLoss(weight: s_weight, reduction: Reduction.Sum, posWeight: s_posWeight), new BCEWithLogitsLoss(posWeight: s_posWeight),
        ];
        foreach (MultiLabelLoss loss in losses)
        {
            float[] gradient = new float[4];
            float[] each = new float[4];
            double value = loss.Forward(s_input, s_target);
            Assert.AreEqual(value, loss.Forward(s_input, s_target, gradient));
            loss.ForwardEach(s_input, s_target, each);
            Assert.AreEqual(value, loss.Reduction == Reduction.Sum ? each.Sum(v => (double)v) : each.Average(v => (double)v), 1e-6);
        }
    }
}
