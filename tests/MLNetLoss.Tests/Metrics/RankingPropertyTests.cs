using CsCheck;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class RankingPropertyTests
{
    private static readonly string[] s_rankingOnly =
        ["lrap", "coverage_error", "ranking_loss", "one_error", "is_error", "error_set_size", "macro_roc_auc", "samples_roc_auc", "macro_average_precision", "precision_at_3", "recall_at_3", "ndcg_at_3"];

    /// <summary>Up to 8 rows of 2 to 6 labels; scores are small whole numbers, so that ties are common.</summary>
    private static readonly Gen<(int Labels, int[] Scores, bool[] Positive)> s_data =
        from labels in Gen.Int[2, 6]
        from rows in Gen.Int[1, 8]
        from scores in Gen.Int[-3, 3].Array[rows * labels]
        from positive in Gen.Bool.Array[rows * labels]
        select (labels, scores, positive);

    [TestMethod]
    public void RanksAreThoseOfTheirDefinitions() => s_data.Sample(data =>
    {
        MultiLabelClassificationMetrics metrics = Compute(data.Labels, [.. data.Scores.Select(score => (float)score)], data.Positive);
        int rows = data.Scores.Length / data.Labels;
        double precision = 0, coverage = 0, loss = 0;
        for (int row = 0; row < rows; row++)
        {
            int[] scores = data.Scores[(row * data.Labels)..((row + 1) * data.Labels)];
            bool[] positive = data.Positive[(row * data.Labels)..((row + 1) * data.Labels)];
            int[] has = [.. scores.Where((_, label) => positive[label])], hasNot = [.. scores.Where((_, label) => !positive[label])];
            precision += has.Length == 0 ? 1 : has.Average(score => (double)has.Count(other => other >= score) / scores.Count(other => other >= score));
            coverage += has.Length == 0 ? 0 : scores.Count(score => score >= has.Min());
            loss += has.Length == 0 || hasNot.Length == 0 ? 0 : has.Average(score => hasNot.Average(other => other >= score ? 1.0 : 0));
        }

        Assert.AreEqual(precision / rows, metrics.LabelRankingAveragePrecision, 1e-12);
        Assert.AreEqual(coverage / rows, metrics.CoverageError, 1e-12);
        Assert.AreEqual(loss / rows, metrics.RankingLoss, 1e-12);
    });

    [TestMethod]
    public void OnlyTheOrderOfScoresMatters() => s_data.Sample(data =>
    {
        MultiLabelClassificationMetrics plain = Compute(data.Labels, [.. data.Scores.Select(score => (float)score)], data.Positive);
        MultiLabelClassificationMetrics cubed = Compute(data.Labels, [.. data.Scores.Select(score => (float)((score * score * score) + score + 100))], data.Positive);
        foreach (string key in s_rankingOnly)
            Assert.AreEqual(plain[key], cubed[key], key);
    });

    [TestMethod]
    public void TheOrderOfLabelsDoesNotMatterWhenTiesAreShared() => s_data.Sample(data =>
    {
        var options = new MultiLabelMetricOptions { TopTies = TieRule.Average };
        MultiLabelClassificationMetrics plain = Compute(data.Labels, [.. data.Scores.Select(score => (float)score)], data.Positive, options);
        MultiLabelClassificationMetrics reversed = Compute(
            data.Labels, [.. data.Scores.Reverse().Select(score => (float)score)], [.. data.Positive.Reverse()], options);
        foreach (MeasureValue value in plain.Values)
            Assert.AreEqual(value.Value, reversed[value.Key], 1e-12, value.Key);
    });

    private static MultiLabelClassificationMetrics Compute(int labels, float[] scores, bool[] positive, MultiLabelMetricOptions? options = null)
    {
        var rows = new MultiLabelMetricsAccumulator(labels, options);
        rows.AddRows(scores, [], [], [.. positive.Select(one => one ? 1f : 0f)]);
        return rows.Compute();
    }
}
