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
}
