using MLNetLoss.Numerics;
using MLNetLoss.Tests.Losses;

namespace MLNetLoss.Tests.Numerics;

[TestClass]
public sealed class ElementaryTests
{
    [TestMethod]
    public void Sigmoid_IsWithin2Ulp() => Check(Elementary.Sigmoid, Truth.Sigmoid);

    [TestMethod]
    public void Softplus_IsWithin2Ulp() => Check(Elementary.Softplus, Truth.Softplus);

    [TestMethod]
    public void SpecialValues()
    {
        float[] x = [float.NegativeInfinity, float.PositiveInfinity, float.NaN, 0, -0f];
        float[] y = new float[5];
        Elementary.Sigmoid(x, y);
        CollectionAssert.AreEqual(new[] { 0, 1, float.NaN, .5f, .5f }, y);
        Elementary.Softplus(x, y);
        CollectionAssert.AreEqual(new[] { 0, float.PositiveInfinity, float.NaN, MathF.Log(2), MathF.Log(2) }, y);
    }

    [TestMethod]
    public void EveryWidth_GivesTheSameBits()
    {
        for (int length = 0; length < 70; length++)
        {
            Random random = new(length);
            float[] x = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 240) - 120)];
            double[] wide = [.. x.Select(value => (double)value)];
            HashSet<string> bits = [];
            foreach (VectorWidth width in VectorWidths.All)
            {
                float[] sigmoid = new float[length];
                float[] softplus = new float[length];
                double[] sigmoids = new double[length];
                Elementary.Map(default(Elementary.SigmoidMap), x, sigmoid, width);
                Elementary.Map(default(Elementary.SoftplusMap), x, softplus, width);
                Elementary.Map(default(Elementary.SigmoidMap), wide, sigmoids, width);
                bits.Add(string.Join(' ', sigmoid) + string.Join(' ', softplus) + string.Join(' ', sigmoids));
            }

            Assert.HasCount(1, bits, $"length {length}");
        }
    }

    [TestMethod]
    public void Doubles_AreWithin4Ulp()
    {
        double[] x = [.. Enumerable.Range(-2000, 4001).Select(i => i * .35)];
        double[] y = new double[x.Length];
        Elementary.Sigmoid(x, y);
        for (int i = 0; i < x.Length; i++)
            Assert.IsLessThanOrEqualTo(4, Ulp.Distance(y[i], Truth.Sigmoid(x[i])), $"sigmoid({x[i]})");
        Elementary.Softplus(x, y);
        for (int i = 0; i < x.Length; i++)
            Assert.IsLessThanOrEqualTo(4, Ulp.Distance(y[i], Truth.Softplus(x[i])), $"softplus({x[i]})");
    }

    [TestMethod]
    public void Destination_IsChecked()
    {
        float[] x = new float[5];
        Assert.ThrowsExactly<ArgumentException>(() => Elementary.Sigmoid(x, new float[4]));
        Assert.ThrowsExactly<ArgumentException>(() => Elementary.Sigmoid(x.AsSpan(0, 4), x.AsSpan(1, 4)));
        Elementary.Sigmoid(x, x);
        Assert.AreEqual(.5f, x[4]);
    }

    private delegate void Function(ReadOnlySpan<float> x, Span<float> destination);

    private static void Check(Function function, Func<double, double> truth)
    {
        Random random = new(5);
        float[] x = [.. Enumerable.Range(0, 500_000).Select(i => i % 2 == 0
            ? (random.NextSingle() * 220) - 110
            : (float)(Math.Pow(10, (random.NextDouble() * 40) - 38) * (random.Next(2) - .5)))];
        float[] y = new float[x.Length];
        function(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double distance = Ulp.Distance(y[i], truth(x[i]));
            if (distance > 2)
                Assert.Fail($"f({x[i]:R}) = {y[i]:R} is {distance:F2} ulp from {truth(x[i]):R}");
        }
    }
}
