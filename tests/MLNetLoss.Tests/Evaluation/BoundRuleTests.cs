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

    [TestMethod]
    public void ALabelThatIsNeverPredicted_CountsWithARecallOfZero()
    {
        // The rows tie, so that the first cut finds the positive one.
        var rule = ThresholdRule.PrecisionAtLeast(0.9, unreachable: UnreachableBound.NeverPredict);
        float[] thresholds = [0];
        Assert.AreEqual(0, rule.Choose(Rows(([1], [1]), ([1], [0])), [false], thresholds, new ParallelOptions()));
        Assert.AreEqual(float.PositiveInfinity, thresholds[0]);
    }

    [TestMethod]
    public void OneThresholdThatIsKept_GivesTheRecallOfAllDecisions()
    {
        // At 0 label 0 has three positive rows and finds two, label 1 has one and finds it.
        DecisionRows rows = Rows(([1, 1], [1, 1]), ([1, -1], [1, 0]), ([-1, -1], [1, 0]));
        Assert.AreEqual(0.75, ThresholdRule.PrecisionAtLeast(0.9, oneThreshold: true).Choose(rows, [true, true], [0, 0], new ParallelOptions()));
        Assert.AreEqual(1, ThresholdRule.RecallAtLeast(0.9, oneThreshold: true).Choose(rows, [true, true], [0, 0], new ParallelOptions()), "precision");
        Assert.AreEqual(0, ThresholdRule.RecallAtLeast(0.9, oneThreshold: true).Choose(rows, [true, true], [9, 9], new ParallelOptions()), "nothing is predicted");
        Assert.AreEqual(0, ThresholdRule.RecallAtLeast(0.9).Choose(rows, [true, true], [9, 9], new ParallelOptions()));
    }

    [TestMethod]
    public void ALabelWithoutTargets_DoesNotCountInTheMean()
    {
        DecisionRows rows = Rows(([1, 2], [1, float.NaN]), ([-1, 3], [1, float.NaN]), ([0, 1], [0, float.NaN]));
        float[] thresholds = [0.5f, 0];
        Assert.AreEqual(0.5, ThresholdRule.PrecisionAtLeast(1).Choose(rows, [false, true], thresholds, new ParallelOptions()));
        var metrics = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { ScoreThresholds = thresholds });
        metrics.AddRows([1, 2, -1, 3, 0, 1], [], [], [1, float.NaN, 1, float.NaN, 0, float.NaN]);
        Assert.AreEqual(0.5, metrics.Compute().MacroRecall);
    }

    [TestMethod]
    public void OfASingleLabel_OneThresholdIsItsOwn()
    {
        foreach (Func<bool, ThresholdRule> rule in (Func<bool, ThresholdRule>[])
            [
                one => ThresholdRule.PrecisionAtLeast(0.4, one), one => ThresholdRule.RecallAtLeast(0.4, one), one => ThresholdRule.MissRateAtMost(0.5, one),
                one => ThresholdRule.MaximizeFBeta(Averaging.Macro, 1, one), one => ThresholdRule.MaximizeFBeta(Averaging.Samples, 1, one),
            ])
        {
            float[] together = [9], alone = [9];
            double value = rule(true).Choose(Rows(), [false], together, new ParallelOptions());
            Assert.IsLessThan(1, together[0], $"{rule(true)}");
            if (rule(true) is not MissRateRule)
                Assert.AreEqual(rule(false).Choose(Rows(), [false], alone, new ParallelOptions()), value, 1e-12, $"{rule(true)}");
        }
    }

    private static DecisionRows Rows() => Rows([.. s_rows.Select(row => ((float[])[row.Score], (float[])[row.Target]))]);

    private static DecisionRows Rows(params (float[] Scores, float[] Targets)[] cells)
    {
        int labels = cells[0].Scores.Length;
        var rows = new DecisionRows(labels);
        var checker = new RowChecker(labels, [], new MultiLabelMetricOptions());
        for (int row = 0; row < cells.Length; row++)
        {
            Assert.IsTrue(checker.Check(row, cells[row].Scores, [], [], cells[row].Targets, 1, out ScoredRow checkedRow));
            rows.Add(checkedRow);
        }

        return rows;
    }
}
