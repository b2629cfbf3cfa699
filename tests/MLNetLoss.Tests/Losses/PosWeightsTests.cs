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
    public void BadArguments_AreNamed()
    {
        Assert.AreEqual("labelCount", Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1, 0, 1], 2)).ParamName);
        Assert.AreEqual("labelCount", Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1, 0, 1], 0)).ParamName);
        Assert.AreEqual("maximum", Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1], 1, 0)).ParamName);
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced([1, 2], 1));
        Assert.Contains("targets[1] is 2", fault.Message);
    }
}
