using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class LaneMathTests
{
    [TestMethod]
    public void Rounding_leaves_single_precision_in_every_lane()
    {
        var numbers = new LaneArray<double>(2);
        for (int i = 0; i < numbers.Length; i++)
            numbers.Span[i] = Math.Sqrt(i + 2);
        LaneMath.Round(numbers);
        for (int i = 0; i < numbers.Length; i++)
            Assert.AreEqual((float)Math.Sqrt(i + 2), numbers.Span[i]);
    }

    [TestMethod]
    public void Where_the_factor_is_zero_what_it_multiplies_does_not_matter()
    {
        LaneArray<float> step = new(1);
        LaneArray<double> start = new(1), result = new(1);
        var factors = new double[step.Length];
        for (int lane = 0; lane < step.Length; lane++)
        {
            factors[lane] = lane % 3;
            step.Span[lane] = lane % 3 == 0 ? float.NaN : lane;
            start.Span[lane] = 100;
        }

        LaneMath.MultiplyAdd(factors, step, start, result);
        for (int lane = 0; lane < step.Length; lane++)
            Assert.AreEqual(100 + (lane % 3 * lane), result.Span[lane]);
    }
}
