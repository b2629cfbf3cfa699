using CsCheck;
using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Properties that hold for any input.</summary>
[TestClass]
public sealed class LossPropertyTests
{
    private static readonly Gen<(double X, double T)[]> s_logits = Gen.Select(Gen.Double[-12, 12], Gen.Double[0, 1]).Array[1, 60];

    private static readonly Gen<(double X, double T)[]> s_probabilities = Gen.Select(Gen.Double[.001, .999], Gen.Double[0, 1]).Array[1, 60];

    [TestMethod]
    public void Gradient_IsTheFiniteDifference_OfLogits() =>
        Gen.Select(s_logits, Gen.Double[.1, 5], Gen.Double[.1, 5]).Sample((cells, weight, posWeight) =>
            GradientIsDifference(cells, (x, t, g) =>
                Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, [weight], Reduction.Mean, [posWeight], g)));

    [TestMethod]
    public void Gradient_IsTheFiniteDifference_OfProbabilities() =>
        Gen.Select(s_probabilities, Gen.Double[.1, 5], Gen.Double[.1, 5]).Sample((cells, weight, posWeight) =>
            GradientIsDifference(cells, (x, t, g) =>
                Functional.BinaryCrossEntropyWithGradient(x, t, [weight], Reduction.Mean, [posWeight], g)));

    [TestMethod]
    public void Hessian_IsTheDifferenceOfGradients() => s_logits.Sample(cells =>
    {
        (double[] x, double[] t) = Split(cells);
        double[] hessian = new double[x.Length];
        double[] above = new double[x.Length];
        double[] below = new double[x.Length];
        const double Step = 1e-5;
        Functional.BinaryCrossEntropyWithLogitsHessian(x, t, default, [3], hessian);
        Functional.BinaryCrossEntropyWithLogitsAndGradient([.. x.Select(value => value + Step)], t, default, Reduction.Sum, [3], above);
        Functional.BinaryCrossEntropyWithLogitsAndGradient([.. x.Select(value => value - Step)], t, default, Reduction.Sum, [3], below);
        for (int i = 0; i < x.Length; i++)
            Assert.AreEqual((above[i] - below[i]) / (2 * Step), hessian[i], 1e-6);
    });

    [TestMethod]
    public void HessianOfProbabilities_IsTheDifferenceOfGradients() => s_probabilities.Sample(cells =>
    {
        (double[] x, double[] t) = Split(cells);
        double[] hessian = new double[x.Length];
        double[] above = new double[x.Length];
        double[] below = new double[x.Length];
        const double Step = 1e-8;
        Functional.BinaryCrossEntropyHessian(x, t, default, [3], hessian);
        Functional.BinaryCrossEntropyWithGradient([.. x.Select(value => value + Step)], t, default, Reduction.Sum, [3], above);
        Functional.BinaryCrossEntropyWithGradient([.. x.Select(value => value - Step)], t, default, Reduction.Sum, [3], below);
        for (int i = 0; i < x.Length; i++)
            Assert.AreEqual((above[i] - below[i]) / (2 * Step), hessian[i], 1e-3 * (1 + hessian[i]));
    });

    [TestMethod]
    public void PosWeightOne_IsNoPosWeight() => s_logits.Sample(cells =>
    {
        (float[] x, float[] t) = SplitFloats(cells);
        Close(Functional.BinaryCrossEntropyWithLogits(x, t), Functional.BinaryCrossEntropyWithLogits(x, t, default, Reduction.Mean, [1f]));
    });

    [TestMethod]
    public void Weights_ScaleLinearly() => Gen.Select(s_logits, Gen.Double[.1, 100]).Sample((cells, factor) =>
    {
        (double[] x, double[] t) = Split(cells);
        double[] weight = [.. Enumerable.Range(1, x.Length).Select(i => i / 7.0)];
        double[] scaled = [.. weight.Select(value => value * factor)];
        Close(factor * Functional.BinaryCrossEntropyWithLogits(x, t, weight), Functional.BinaryCrossEntropyWithLogits(x, t, scaled));
    });

    [TestMethod]
    public void TheTwoForms_AgreeThroughTheSigmoid() => Gen.Select(s_logits, Gen.Double[.1, 5]).Sample((cells, posWeight) =>
    {
        (double[] x, double[] t) = Split(cells);
        double[] p = [.. x.Select(Truth.Sigmoid)];
        double logits = Functional.BinaryCrossEntropyWithLogits(x, t, default, Reduction.Sum, [posWeight]);
        Assert.AreEqual(logits, Functional.BinaryCrossEntropy(p, t, default, Reduction.Sum, [posWeight]), 1e-10 * Math.Max(1, logits));
    });

    [TestMethod]
    public void PermutingRows_ChangesNothing() => Gen.Select(s_logits, Gen.Int).Sample((cells, seed) =>
    {
        (float[] x, float[] t) = SplitFloats(cells);
        int[] order = [.. Enumerable.Range(0, x.Length)];
        new Random(seed).Shuffle(order);
        Close(
            Functional.BinaryCrossEntropyWithLogits(x, t),
            Functional.BinaryCrossEntropyWithLogits([.. order.Select(i => x[i])], [.. order.Select(i => t[i])]));
    });

    [TestMethod]
    public void SoftTargets_Interpolate() => s_logits.Sample(cells =>
    {
        (double[] x, double[] t) = Split(cells);
        double[] soft = new double[x.Length];
        double[] positive = new double[x.Length];
        double[] negative = new double[x.Length];
        Functional.BinaryCrossEntropyWithLogits(x, t, default, default, soft);
        Functional.BinaryCrossEntropyWithLogits(x, [.. t.Select(_ => 1.0)], default, default, positive);
        Functional.BinaryCrossEntropyWithLogits(x, [.. t.Select(_ => 0.0)], default, default, negative);
        for (int i = 0; i < x.Length; i++)
            Close((t[i] * positive[i]) + ((1 - t[i]) * negative[i]), soft[i]);
    });

    [TestMethod]
    public void Reductions_AreThoseOfTheElements() => s_probabilities.Sample(cells =>
    {
        (double[] x, double[] t) = Split(cells);
        double[] each = new double[x.Length];
        Functional.BinaryCrossEntropy(x, t, default, each);
        Close(each.Sum(), Functional.BinaryCrossEntropy(x, t, default, Reduction.Sum));
        Close(each.Average(), Functional.BinaryCrossEntropy(x, t));
    });

    private static void GradientIsDifference((double X, double T)[] cells, Func<double[], double[], double[], double> loss)
    {
        (double[] x, double[] t) = Split(cells);
        double[] gradient = new double[x.Length];
        double[] unused = new double[x.Length];
        loss(x, t, gradient);
        int i = x.Length / 2;
        double step = 1e-6;
        double[] moved = [.. x];
        moved[i] += step;
        double above = loss(moved, t, unused);
        moved[i] -= 2 * step;
        double below = loss(moved, t, unused);
        Assert.AreEqual((above - below) / (2 * step), gradient[i], 1e-4 * (1 + Math.Abs(gradient[i])));
    }

    private static void Close(double expected, double actual) => Assert.AreEqual(expected, actual, 1e-13 * Math.Abs(expected));

    private static (double[] X, double[] T) Split((double X, double T)[] cells) => ([.. cells.Select(cell => cell.X)], [.. cells.Select(cell => cell.T)]);

    private static (float[] X, float[] T) SplitFloats((double X, double T)[] cells) =>
        ([.. cells.Select(cell => (float)cell.X)], [.. cells.Select(cell => (float)cell.T)]);
}
