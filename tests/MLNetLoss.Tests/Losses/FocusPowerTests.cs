using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Losses;

[TestClass]
public sealed unsafe class FocusPowerTests
{
    private const int Count = 4096;

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(2, 2)]
    [DataRow(1, 4)]
    [DataRow(0, 7)]
    [DataRow(64, 3)]
    [DataRow(65, 65)]
    [DataRow(.5, .5)]
    [DataRow(1, 2.5)]
    public void Power_IsThatOfTheMixedExponent_AtEveryWidth(double positive, double negative)
    {
        FocusPower power = new(positive, negative);
        Random random = new(3);
        double[] b = [.. Enumerable.Range(0, Count).Select(i => i % 64 == 0 ? 1 : random.NextDouble())];
        foreach (double softShare in new[] { 0, .1, 1 })
        {
            double[] t = [.. b.Select(_ => random.NextDouble() < softShare ? random.NextDouble() : random.Next(2))];
            double[] exact = Apply<Vec1<double>, Yes>(power, b, t);
            double[] near = Apply<Vec1<double>, No>(power, b, t);
            for (int i = 0; i < Count; i++)
            {
                double exponent = (positive * t[i]) + (negative * (1 - t[i]));
                double truth = Math.Pow(b[i], exponent);
                Assert.AreEqual(truth, exact[i], 1e-14 * truth * (1 + exponent), $"{b[i]:R}^{exponent:R}");
                Assert.AreEqual(truth, near[i], 4e-14 * truth * (1 + exponent), $"{b[i]:R}^{exponent:R}, in short");
            }

            CollectionAssert.AreEqual(near, Apply<Vec128<double>, No>(power, b, t));
            CollectionAssert.AreEqual(near, Apply<Vec256<double>, No>(power, b, t));
            CollectionAssert.AreEqual(near, Apply<Vec512<double>, No>(power, b, t));
        }
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(.5)]
    public void PowerOfZero_IsAsGoodAsZero(double exponent) =>
        Assert.IsLessThan(1e-140, new FocusPower(exponent, exponent).Of<Vec1<double>, Yes>(new(0), new(1)).Value);

    private static double[] Apply<V, TExact>(FocusPower power, double[] b, double[] t)
        where V : struct, IVector<V>
        where TExact : struct, IFlag
    {
        double[] y = new double[b.Length];
        fixed (double* from = b, target = t, to = y)
        {
            for (int i = 0; i < b.Length; i += V.Count)
            {
                power.Of<V, TExact>(V.Load(from + i), V.Load(target + i)).Store(to + i);
            }
        }

        return y;
    }
}
