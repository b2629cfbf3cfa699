using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Weights that repeat from the start do so through all blocks of a large input, even if their number does not divide the length of a block.</summary>
[TestClass]
public sealed class WeightRepeatTests
{
    [TestMethod]
    [DataRow(3)]
    [DataRow(101)]
    [DataRow(4999)]
    [DataRow(15_000)]
    public void Weights_RepeatFromTheStart(int period)
    {
        int count = period * (15_000 / period);
        float[] x = [.. Enumerable.Range(0, count).Select(i => ((i % 97) / 10f) - 4)];
        float[] t = [.. Enumerable.Range(0, count).Select(i => (i % 7) / 6f)];
        float[] weight = [.. Enumerable.Range(1, period).Select(i => i / 8f)];
        float[] gradient = new float[count];
        Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, weight, Reduction.Sum, default, gradient);
        for (int i = 0; i < count; i++)
            Assert.AreEqual(weight[i % period] * Truth.LogitGradient(x[i], t[i]), gradient[i], 1e-6 * weight[i % period], $"weight, element {i}");
        Functional.BinaryCrossEntropyWithLogitsAndGradient(x, t, default, Reduction.Sum, weight, gradient);
        for (int i = 0; i < count; i++)
            Assert.AreEqual(Truth.LogitGradient(x[i], t[i], weight[i % period]), gradient[i], 1e-6 * (1 + weight[i % period]), $"posWeight, element {i}");
    }
}
