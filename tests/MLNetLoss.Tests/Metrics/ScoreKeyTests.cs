using CsCheck;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class ScoreKeyTests
{
    [TestMethod]
    public void KeysAscendAsScoresDescendAndComeBack() => Gen.Select(Gen.Float, Gen.Float).Where(pair => !float.IsNaN(pair.Item1) && !float.IsNaN(pair.Item2)).Sample(pair =>
    {
        (float left, float right) = pair;
        Assert.AreEqual(right.CompareTo(left + 0f) == 0 || left == right ? 0 : right.CompareTo(left), ScoreKey.Descending(left).CompareTo(ScoreKey.Descending(right)));
        Assert.AreEqual(left, ScoreKey.Score(ScoreKey.Descending(left)));
    });

    [TestMethod]
    public void TheEndsHaveTheirPlace()
    {
        float[] descending = [float.PositiveInfinity, float.MaxValue, 1, float.Epsilon, 0, -float.Epsilon, -1, float.MinValue, float.NegativeInfinity];
        uint[] keys = [.. descending.Select(ScoreKey.Descending)];
        CollectionAssert.AreEqual(keys.Order().ToArray(), keys);
        Assert.AreEqual(ScoreKey.Descending(0f), ScoreKey.Descending(-0f));
    }
}
