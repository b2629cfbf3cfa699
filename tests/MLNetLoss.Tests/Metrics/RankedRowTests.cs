using CsCheck;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class RankedRowTests
{
    private static readonly int[] s_distinct = [2, 6, 1000];
    private static readonly float[] s_targets = [0, 0, 0, 0.7f, 1, float.NaN];

    /// <summary>Rows of few and of many labels, with few and with many different scores, infinite ones too, some targets missing.</summary>
    private static readonly Gen<(float[] Scores, float[] Targets, int Places)> s_rows =
        from labels in Gen.Int[1, 120]
        from distinct in Gen.Int[0, 2].Select(index => s_distinct[index])
        from scores in Gen.Int[0, distinct].Array[labels]
        from targets in Gen.Int[0, 5].Select(index => s_targets[index]).Array[labels]
        from places in Gen.Int[1, 40]
        where targets.Any(target => !float.IsNaN(target))
        select (Array.ConvertAll(scores, score => score == 0 ? float.NegativeInfinity : score == 6 ? float.PositiveInfinity : score - 3.5f), targets, places);

    [TestMethod]
    public void PlacesAreThoseOfASortedRow() => s_rows.Sample(row =>
    {
        int[] sorted = Sort(row.Scores, row.Targets);
        RankedRow ranked = Rank(row);
        Assert.AreEqual(sorted.Length, ranked.Count);
        int head = Math.Min(row.Places, sorted.Length);
        while (head < sorted.Length && row.Scores[sorted[head]] == row.Scores[sorted[head - 1]])
            head++;
        Assert.IsGreaterThanOrEqualTo(head, ranked.HeadCount);
        for (int place = 0; place < head; place++)
            Assert.AreEqual(sorted[place], ranked.Label(place));
    });

    [TestMethod]
    public void TheRowsOwnLabelsStandWhereTheyDoInASortedRow() => s_rows.Sample(row =>
    {
        int[] sorted = Sort(row.Scores, row.Targets);
        RankedLabel[] expected = [.. Enumerable.Range(0, sorted.Length).Where(place => row.Targets[sorted[place]] > 0.5f).Select(place => new RankedLabel(
            sorted.Count(label => row.Scores[label] > row.Scores[sorted[place]]),
            sorted.Count(label => row.Scores[label] == row.Scores[sorted[place]]),
            place))];
        CollectionAssert.AreEqual(expected, Rank(row).Positives.ToArray());
    });

    [TestMethod]
    public void GainsOfTiedPlaces()
    {
        // Ranked: label 1, then 0, 2 and 3 level. Gains go by place.
        RankedRow ranked = Rank(([1, 2, 1, 1], [0, 0, 0, 0], 2));
        Assert.AreEqual(4, ranked.HeadCount);
        double[] gains = [9, 3, 1, 2];
        CollectionAssert.AreEqual(new double[] { 9, 3, 1 }, Gains(TieRule.LabelOrder));
        CollectionAssert.AreEqual(new double[] { 9, 2, 2 }, Gains(TieRule.Average));
        CollectionAssert.AreEqual(new double[] { 9, 1, 2 }, Gains(TieRule.Pessimistic));

        double[] Gains(TieRule ties)
        {
            var places = new double[3];
            ranked.Gains(gains, ties, places);
            return places;
        }
    }

    [TestMethod]
    [DataRow(TieRule.LabelOrder)]
    [DataRow(TieRule.Average)]
    [DataRow(TieRule.Pessimistic)]
    public void GainsAllocateNothing(TieRule ties)
    {
        RankedRow ranked = Rank(([1, 1, 2, 2, 2, 1], [0, 0, 0, 0, 0, 1], 3));
        double[] gains = [0, 1, 0, 1, 1, 0], places = new double[3];
        ranked.Gains(gains, ties, places);
        Assert.AreEqual(0, Allocations.Least(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ranked.Gains(gains, ties, places);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    private static int[] Sort(float[] scores, float[] targets) =>
        [.. Enumerable.Range(0, scores.Length).Where(label => !float.IsNaN(targets[label])).OrderByDescending(label => scores[label])];

    private static RankedRow Rank((float[] Scores, float[] Targets, int Places) row)
    {
        int labels = row.Scores.Length;
        var checker = new RowChecker(labels, [], new MultiLabelMetricOptions());
        Assert.IsTrue(checker.Check(0, row.Scores, [], [], row.Targets, 1, out ScoredRow scored));
        var ranked = new RankedRow(labels, row.Places);
        ranked.Rank(scored);
        return ranked;
    }
}
