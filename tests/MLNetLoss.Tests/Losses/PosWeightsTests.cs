using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

[TestClass]
public sealed class PosWeightsTests
{
    [TestMethod]
    public void Balanced_IsNegativesOverPositives()
    {
        float[] targets =
        [
            1, 0, 0, 1, float.NaN,
            0, 0, .5f, 1, float.NaN,
            0, 0, float.NaN, 1, float.NaN,
            0, 0, 0, 1, float.NaN,
        ];
        CollectionAssert.AreEqual(new float[] { 3, 100, 5, 0, 1 }, PosWeights.Balanced(targets, 5));
        Assert.AreEqual(7, PosWeights.Balanced(targets, 5, maximum: 7)[1]);
    }

    [TestMethod]
    public void AnInfiniteMaximum_IsNoLimitUnlessALabelHasNoPositives()
    {
        CollectionAssert.AreEqual(new float[] { 299, 0 }, PosWeights.Balanced(
            [.. Enumerable.Range(0, 300).SelectMany(row => new float[] { row == 0 ? 1 : 0, 1 })], 2, float.PositiveInfinity));
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1, 0, 0, 0], 2, float.PositiveInfinity));
        Assert.AreEqual("maximum", fault.ParamName);
        Assert.StartsWith("Label 1 has 0 positives among 2 targets, which no finite weight balances;", fault.Message);
    }

    [TestMethod]
    public void BadArguments_AreNamed()
    {
        Assert.AreEqual("labelCount", Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1, 0, 1], 2)).ParamName);
        Assert.AreEqual("labelCount", Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1, 0, 1], 0)).ParamName);
        Assert.AreEqual("maximum", Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1], 1, 0)).ParamName);
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1, 2], 1));
        Assert.Contains("targets[1] is 2", fault.Message);
    }
}
