using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Tests.Metrics.Decisions;

[TestClass]
public sealed class DecisionRowsTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Count_IsThatOfEachRowByItself(bool weighted)
    {
        // More rows than one block holds; scores that equal the threshold, which is not above it; missing targets, which count nowhere.
        const int Count = 150_000;
        var random = new Random(3);
        var rows = new DecisionRows(2);
        var checker = new RowChecker(2, [], new MultiLabelMetricOptions());
        var expected = new double[2, 4];
        for (int row = 0; row < Count; row++)
        {
            float[] scores = [random.Next(-2, 3), random.Next(-2, 3)];
            float[] targets = [random.Next(2), random.Next(3) == 0 ? float.NaN : random.Next(2)];
            float weight = weighted ? 1 + (row % 5) : 1;
            Assert.IsTrue(checker.Check(row, scores, [], [], targets, weight, out ScoredRow checkedRow));
            rows.Add(checkedRow);
            for (int label = 0; label < 2; label++)
            {
                if (!float.IsNaN(targets[label]))
                    expected[label, (targets[label] == 1 ? 0 : 1) + (scores[label] > 1 ? 0 : 2)] += weight;
            }
        }

        for (int label = 0; label < 2; label++)
        {
            // Hits, false alarms, misses and the rest.
            Assert.AreEqual(
                new ConfusionCounts(expected[label, 0], expected[label, 1], expected[label, 2], expected[label, 3]), rows.Count(label, 1));
        }
    }
}
