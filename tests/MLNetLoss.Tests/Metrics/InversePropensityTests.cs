using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class InversePropensityTests
{
    [TestMethod]
    public void TheFormulaByHand()
    {
        // A = 1 and B = 1 make it 1 + C / (n + 1) with C = (ln 20 - 1) * 2.
        double[] inverse = InversePropensity.FromCounts([0, 1, 3], 20, a: 1, b: 1);
        double c = (Math.Log(20) - 1) * 2;
        Assert.AreEqual(1 + c, inverse[0], 1e-12);
        Assert.AreEqual(1 + (c / 2), inverse[1], 1e-12);
        Assert.AreEqual(1 + (c / 4), inverse[2], 1e-12);
    }

    [TestMethod]
    public void DefaultsAreThoseOfThePaper()
    {
        double[] inverse = InversePropensity.FromCounts([7], 100);
        Assert.AreEqual(1 + ((Math.Log(100) - 1) * Math.Pow(2.5, 0.55) * Math.Pow(8.5, -0.55)), inverse[0], 1e-12);
    }

    [TestMethod]
    public void ImpossibleCountsAreRefused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => InversePropensity.FromCounts([1, 11], 10)).Message, "Label 1 is counted 11 times in 10 rows");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => InversePropensity.FromCounts([-1], 10)).Message, "Label 0 is counted -1 times in 10 rows");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => InversePropensity.FromCounts([], 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => InversePropensity.FromCounts(null!, 10));
        Assert.HasCount(1, InversePropensity.FromCounts([1], 1));
    }
}
