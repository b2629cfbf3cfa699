using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class BoundRuleTests
{
    // Precision is 0, 1/2 and 1/3 at the three cuts: none reaches 0.9.
    private static readonly (float Score, float Target)[] s_rows = [(0.9f, 0), (0.5f, 1), (0.1f, 0)];

    [TestMethod]
    [DataRow(0.4f, 1.0, DisplayName = "kept where it finds the positive row")]
    [DataRow(0.7f, 0.0, DisplayName = "kept where it does not")]
    public void ALabelThatKeepsItsThreshold_CountsWithTheRecallItHasThere(float kept, double recall)
    {
        float[] thresholds = [kept];
        Assert.AreEqual(recall, ThresholdRule.PrecisionAtLeast(0.9).Choose(Rows(), [false], thresholds, new ParallelOptions()));
        Assert.AreEqual(kept, thresholds[0]);
        Assert.AreEqual(recall, ThresholdRule.PrecisionAtLeast(0.3).Choose(Rows(), [true], thresholds, new ParallelOptions()));
        Assert.AreEqual(kept, thresholds[0]);
    }

    private static DecisionRows Rows()
    {
        var rows = new DecisionRows(1);
        var checker = new RowChecker(1, [], new MultiLabelMetricOptions());
        for (int row = 0; row < s_rows.Length; row++)
        {
            Assert.IsTrue(checker.Check(row, [s_rows[row].Score], [], [], [s_rows[row].Target], 1, out ScoredRow checkedRow));
            rows.Add(checkedRow);
        }

        return rows;
    }
}
