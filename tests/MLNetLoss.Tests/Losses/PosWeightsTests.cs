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
    public void Balanced_TakesCountsToo()
    {
        CollectionAssert.AreEqual(new float[] { 3, 100, 5, 0, 1, .5f }, PosWeights.Balanced([1, 0, .5, 4, 0, 1], [4, 4, 3, 4, 0, 1.5]));
        CollectionAssert.AreEqual(new float[] { 2, 2 }, PosWeights.Balanced([1, 1], [4, 3], maximum: 2));
        CollectionAssert.AreEqual(Array.Empty<float>(), PosWeights.Balanced([], []));
    }

    [TestMethod]
    [DataRow(new double[] { 1, -1 }, new double[] { 2, 2 }, 100f, "positives", "positives[1] is -1; it must be finite and not negative.")]
    [DataRow(new double[] { double.NaN }, new double[] { 2 }, 100f, "positives", "positives[0] is NaN;")]
    [DataRow(new double[] { double.PositiveInfinity }, new[] { double.PositiveInfinity }, 100f, "positives", "positives[0] is Infinity;")]
    [DataRow(new double[] { 1, 3 }, new double[] { 2, 2.5 }, 100f, "counts", "counts[1] is 2.5; it must be finite and at least positives[1], 3.")]
    [DataRow(new double[] { 1 }, new double[] { double.PositiveInfinity }, 100f, "counts", "counts[0] is Infinity;")]
    [DataRow(new double[] { 1, 2 }, new double[] { 2 }, 100f, "counts", "counts has 1 values but positives has 2;")]
    [DataRow(new double[] { 1 }, new double[] { 2 }, 0f, "maximum", "The maximum is 0;")]
    [DataRow(new double[] { 0 }, new double[] { 2 }, float.PositiveInfinity, "maximum", "Label 0 has 0 positives among 2 targets,")]
    public void BadCounts_AreNamed(double[] positives, double[] counts, float maximum, string parameter, string message)
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => PosWeights.Balanced(positives, counts, maximum));
        Assert.AreEqual(parameter, fault.ParamName);
        Assert.StartsWith(message, fault.Message);
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
