using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class LabelStatisticsTests
{
    [TestMethod]
    public void ByHand()
    {
        var rows = new MultiLabelMetricsAccumulator(4);
        rows.Add([1, 1, -1, -1], [], [], [1, 0, 0, 0]);
        rows.Add([1, -1, -1, -1], [], [], [1, 1, 0, 0]);
        rows.Add([1, -1, -1, -1], [], [], [1, 0, 0, 0]);
        rows.Add([-1, -1, -1, -1], [], [], [1, 1, 1, 0]);
        LabelStatistics statistics = rows.Compute().Statistics;
        Assert.AreEqual(7 / 4.0, statistics.Cardinality);
        Assert.AreEqual(1, statistics.PredictedCardinality);
        Assert.AreEqual(7 / 16.0, statistics.Density);
        Assert.AreEqual(3, statistics.DistinctLabelSets);
        Assert.AreEqual(1, statistics.LabelsWithoutPositives);
        CollectionAssert.AreEqual(new[] { 1, 2, 4, double.PositiveInfinity }, statistics.ImbalanceRatios.ToArray());
        Assert.AreEqual(7 / 3.0, statistics.MeanImbalanceRatio, 1e-12);
        Assert.AreEqual(Math.Sqrt(7 / 3.0) / (7 / 3.0), statistics.ImbalanceVariation, 1e-12);
    }

    [TestMethod]
    public void EverySetOfLabelsIsOneOfItsOwn()
    {
        const int Labels = 13;
        var rows = new MultiLabelMetricsAccumulator(Labels);
        var scores = new float[Labels];
        for (int turn = 0; turn < 2; turn++)
        {
            for (int set = 0; set < 1 << Labels; set++)
                rows.Add(scores, [], [], [.. Enumerable.Range(0, Labels).Select(label => (float)((set >> label) & 1))]);
        }

        Assert.AreEqual(1 << Labels, rows.Compute().Statistics.DistinctLabelSets);
    }

    [TestMethod]
    public void LabelSetsOfDifferentOrderOrMergedAreTheSame()
    {
        MultiLabelMetricsAccumulator one = new(3), other = new(3);
        one.Add([1, 1, 1], [], [], [1, 0, 1]);
        other.Add([1, 1, 1], [], [], [1, 0, 1]);
        other.Add([1, 1, 1], [], [], [0, 0, 0]);
        one.Merge(other);
        Assert.AreEqual(2, one.Compute().Statistics.DistinctLabelSets);
    }
}
