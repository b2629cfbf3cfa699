using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>Where systems differ, each choice on a case worked by hand.</summary>
[TestClass]
public sealed class ConventionTests
{
    // Scores 3 | 2 2 2 | 1: the first label alone, three tied, the last alone. The row has labels 1, 3 and 4.
    private static readonly float[] s_scores = [3, 2, 2, 2, 1];
    private static readonly float[] s_targets = [0, 1, 0, 1, 1];

    [TestMethod]
    // Ranks of the labels it has: worst 4, 4, 5; mean 3, 3, 5; in order 2, 4, 5.
    [DataRow(TieRule.Pessimistic, ((2 / 4.0) + (2 / 4.0) + (3 / 5.0)) / 3, 5)]
    [DataRow(TieRule.Average, ((1.5 / 3.0) + (1.5 / 3.0) + (3 / 5.0)) / 3, 5)]
    [DataRow(TieRule.LabelOrder, ((1 / 2.0) + (2 / 4.0) + (3 / 5.0)) / 3, 5)]
    public void TiesInRanks(TieRule ties, double precision, double coverage)
    {
        MultiLabelClassificationMetrics metrics = One(s_scores, s_targets, new MultiLabelMetricOptions { RankingTies = ties });
        Assert.AreEqual(precision, metrics.LabelRankingAveragePrecision, 1e-12);
        Assert.AreEqual(coverage, metrics.CoverageError);
    }

    [TestMethod]
    // Of six pairs, label 0 is above all three, label 2 above the last, level with two, or between them.
    [DataRow(TieRule.Pessimistic, 6.0)]
    [DataRow(TieRule.Average, 5.0)]
    [DataRow(TieRule.LabelOrder, 5.0)]
    public void TiesInPairs(TieRule ties, double wrong)
    {
        MultiLabelClassificationMetrics metrics = One(s_scores, s_targets, new MultiLabelMetricOptions { RankingLossTies = ties });
        Assert.AreEqual(wrong, metrics.ErrorSetSize);
        Assert.AreEqual(wrong / 6, metrics.RankingLoss, 1e-12);
        Assert.AreEqual(1, metrics.IsError);
        Assert.AreEqual(1 / 6.0, metrics.SamplesRocAuc, 1e-12);
    }

    [TestMethod]
    // The second and third places hold: nothing and one label, two thirds each, or labels 1 and 2.
    [DataRow(TieRule.Pessimistic, 1 / 3.0)]
    [DataRow(TieRule.Average, 4 / 9.0)]
    [DataRow(TieRule.LabelOrder, 1 / 3.0)]
    public void TiesAtTheTop(TieRule ties, double precisionAt3)
    {
        MultiLabelClassificationMetrics metrics = One(s_scores, s_targets, new MultiLabelMetricOptions { TopTies = ties });
        Assert.AreEqual(0, metrics.PrecisionAt(1));
        Assert.AreEqual(1, metrics.OneError);
        Assert.AreEqual(precisionAt3, metrics.PrecisionAt(3), 1e-12);
        Assert.AreEqual(precisionAt3, metrics.RecallAt(3), 1e-12);
        Assert.AreEqual(3 / 5.0, metrics.PrecisionAt(5), 1e-12);
    }

    [TestMethod]
    [DataRow(TieRule.Pessimistic, 0.0)]
    [DataRow(TieRule.Average, 0.5)]
    [DataRow(TieRule.LabelOrder, 1.0)]
    public void TiesThatReachBeyondTheLastPlace(TieRule ties, double precisionAt1)
    {
        var options = new MultiLabelMetricOptions { TopTies = ties, NdcgTies = ties, TopK = [1] };
        Assert.AreEqual(precisionAt1, One([2, 2], [1, 0], options).PrecisionAt(1));
        Assert.AreEqual(precisionAt1, One([2, 2], [1, 0], options).NdcgAt(1));
    }

    [TestMethod]
    [DataRow(TieRule.Pessimistic)]
    [DataRow(TieRule.Average)]
    [DataRow(TieRule.LabelOrder)]
    public void MorePlacesThanLabelsHoldNothingMore(TieRule ties)
    {
        const int Most = int.MaxValue;
        var options = new MultiLabelMetricOptions { TopTies = ties, NdcgTies = ties, TopK = [5, 6, Most], InversePropensities = [1, 2, 3, 4, 5] };
        MultiLabelClassificationMetrics metrics = One(s_scores, s_targets, options);
        foreach (int k in (int[])[6, Most])
        {
            Assert.AreEqual(3.0 / k, metrics.PrecisionAt(k));
            Assert.AreEqual(1, metrics.RecallAt(k));
            Assert.AreEqual(metrics.NdcgAt(5), metrics.NdcgAt(k));
            Assert.AreEqual(1, metrics.PropensityScoredPrecisionAt(k), 1e-12);
            Assert.AreEqual(metrics.PropensityScoredNdcgAt(5), metrics.PropensityScoredNdcgAt(k), 1e-12);
        }
    }

    [TestMethod]
    [DataRow(TieRule.Pessimistic, 1.0)]
    [DataRow(TieRule.Average, 0.5)]
    [DataRow(TieRule.LabelOrder, 0.0)]
    public void TheAreaOfARowCountsTiesHalfWhateverTheLossDoes(TieRule ties, double loss)
    {
        MultiLabelClassificationMetrics metrics = One([2, 2], [1, 0], new MultiLabelMetricOptions { RankingLossTies = ties });
        Assert.AreEqual(loss, metrics.RankingLoss);
        Assert.AreEqual(0.5, metrics.SamplesRocAuc);
    }

    [TestMethod]
    public void TheCrossEntropyOfASureRightAnswerKeepsItsDigits()
    {
        Assert.AreEqual(Math.Exp(-40), One([40], [1], new MultiLabelMetricOptions()).BinaryCrossEntropy, 1e-12 * Math.Exp(-40));
        Assert.AreEqual(Math.Exp(-40), One([-40], [0], new MultiLabelMetricOptions()).BinaryCrossEntropy, 1e-12 * Math.Exp(-40));
    }

    [TestMethod]
    [DataRow(0f, 0.5f, 50.0)]
    [DataRow(1f, 0.5f, 50.0)]
    [DataRow(0f, 0.25f, 25.0)]
    public void TheCrossEntropyOfASoftTargetCutsBothLogarithms(float probability, float target, double expected)
    {
        var rows = new MultiLabelMetricsAccumulator(1);
        rows.Add([0], [probability], [], [target]);
        Assert.AreEqual(expected, rows.Compute().BinaryCrossEntropy, 1e-12);
    }

    [TestMethod]
    public void AreasOfTiedCellsCouldMoveByHalfTheTies()
    {
        var area = new AreaVisitor();
        area.Visit(2, 1, 3);
        area.Visit(1, 1, 1);
        // Of eight pairs 1 is ordered rightly and 3 + 1 are tied.
        Assert.AreEqual((1 * 1 + (4 / 2.0)) / 8, area.RocAuc, 1e-15);
        Assert.AreEqual(4 / 2.0 / 8, area.RocAucUncertainty, 1e-15);
    }

    [TestMethod]
    public void CellsWithoutWeightMakeNoThreshold()
    {
        ulong[] cells =
            [ThresholdWalk.Item(ScoreKey.Descending(3), 2, 0), ThresholdWalk.Item(ScoreKey.Descending(2), 1, 1), ThresholdWalk.Item(ScoreKey.Descending(1), 0, 1)];
        var seen = new Seen { Scores = [] };
        ThresholdWalk.Walk(cells, [1, 0, 2], ref seen);
        CollectionAssert.AreEqual(new[] { 3f, 1f }, seen.Scores);
    }

    [TestMethod]
    [DataRow(TieRule.Pessimistic, 0.0, 1.0)]
    [DataRow(TieRule.Average, 2 / 3.0, 2 / 3.0)]
    [DataRow(TieRule.LabelOrder, 1.0, 0.0)]
    public void TiesInGains(TieRule ties, double secondPlace, double thirdPlace)
    {
        MultiLabelClassificationMetrics metrics = One(s_scores, s_targets, new MultiLabelMetricOptions { NdcgTies = ties });
        double best = 1 + (1 / Math.Log2(3)) + 0.5;
        Assert.AreEqual(((secondPlace / Math.Log2(3)) + (thirdPlace / 2)) / best, metrics.NdcgAt(3), 1e-12);
    }

    [TestMethod]
    public void RowsWithoutLabelsCountOrNot()
    {
        var options = new MultiLabelMetricOptions { TopK = [1] };
        MultiLabelClassificationMetrics counted = Two(options);
        Assert.AreEqual((1 + 0.5) / 2, counted.LabelRankingAveragePrecision);
        Assert.AreEqual(0.25, counted.SamplesAveragePrecision);
        Assert.AreEqual(1, counted.CoverageError);
        Assert.AreEqual(0.5, counted.RankingLoss);
        Assert.AreEqual(1, counted.OneError);
        Assert.AreEqual(0, counted.NdcgAt(1));
        MultiLabelClassificationMetrics leftOut = Two(options with { EmptyRows = EmptyRows.LeftOut, AveragePrecisionOfEmptyRows = EmptyRows.LeftOut });
        Assert.AreEqual(0.5, leftOut.LabelRankingAveragePrecision);
        Assert.AreEqual(0.5, leftOut.SamplesAveragePrecision);
        Assert.AreEqual(2, leftOut.CoverageError);
        Assert.AreEqual(1, leftOut.RankingLoss);

        static MultiLabelClassificationMetrics Two(MultiLabelMetricOptions options)
        {
            var rows = new MultiLabelMetricsAccumulator(2, options);
            rows.Add([1, -1], [], [], [0, 1]);
            rows.Add([1, -1], [], [], [0, 0]);
            return rows.Compute();
        }
    }

    [TestMethod]
    public void OnlyEmptyRowsLeftOutIsNotANumber() =>
        Assert.AreEqual(double.NaN, One([1, 2], [0, 0], new MultiLabelMetricOptions { EmptyRows = EmptyRows.LeftOut }).RankingLoss);

    [TestMethod]
    // Labels: 0 found; 1 neither there nor predicted; 2 predicted though not there.
    [DataRow(ZeroDivision.Zero, (1 + 0 + 0) / 3.0)]
    [DataRow(ZeroDivision.One, (1 + 1 + 0) / 3.0)]
    [DataRow(ZeroDivision.OneWhenEmpty, (1 + 1 + 0) / 3.0)]
    [DataRow(ZeroDivision.NaN, double.NaN)]
    [DataRow(ZeroDivision.LeftOut, (1 + 0) / 2.0)]
    public void ZeroDivisionOfALabel(ZeroDivision rule, double macroF1) =>
        Assert.AreEqual(macroF1, One([1, -1, 1], [1, 0, 0], new MultiLabelMetricOptions { ZeroDivision = rule }).MacroF1, 1e-12);

    [TestMethod]
    public void OneWhenEmptyTellsNothingFoundFromNothingThere()
    {
        // Recall of label 2 has nothing to find, yet it was predicted.
        var counts = new ConfusionCounts(0, 1, 0, 0);
        Assert.AreEqual(1, counts.Recall(ZeroDivision.One));
        Assert.AreEqual(0, counts.Recall(ZeroDivision.OneWhenEmpty));
        Assert.AreEqual(1, new ConfusionCounts(0, 0, 0, 1).Recall(ZeroDivision.OneWhenEmpty));
        Assert.AreEqual(0, new ConfusionCounts(0, 0, 2, 1).Precision(ZeroDivision.OneWhenEmpty));
        Assert.AreEqual(0, new ConfusionCounts(0, 0, 2, 0).Specificity(ZeroDivision.OneWhenEmpty));
        Assert.AreEqual(0, new ConfusionCounts(2, 0, 2, 0).Specificity(ZeroDivision.OneWhenEmpty));
        Assert.AreEqual(0, new ConfusionCounts(2, 2, 0, 0).NegativePredictiveValue(ZeroDivision.OneWhenEmpty));
    }

    [TestMethod]
    [DataRow(ZeroDivision.Zero, 0.5)]
    [DataRow(ZeroDivision.One, 1.0)]
    [DataRow(ZeroDivision.NaN, double.NaN)]
    [DataRow(ZeroDivision.LeftOut, 1.0)]
    public void ZeroDivisionOfARow(ZeroDivision rule, double jaccard)
    {
        var rows = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { RowZeroDivision = rule });
        rows.Add([1, -1], [], [], [1, 0]);
        rows.Add([-1, -1], [], [], [0, 0]);
        Assert.AreEqual(jaccard, rows.Compute().SamplesJaccard);
    }

    [TestMethod]
    public void LabelsOfOneClass()
    {
        // Label 0 is ranked rightly, label 1 no row has, label 2 all have.
        Assert.AreEqual(1, Metrics(new MultiLabelMetricOptions()).MacroRocAuc);
        Assert.AreEqual(2, Metrics(new MultiLabelMetricOptions()).OneClassLabelCount);
        Assert.AreEqual(1 / 3.0, Metrics(new MultiLabelMetricOptions { OneClassLabels = OneClassLabels.Zero }).MacroRocAuc, 1e-12);
        Assert.AreEqual(double.NaN, Metrics(new MultiLabelMetricOptions { OneClassLabels = OneClassLabels.NaN }).MacroRocAuc);
        Assert.AreEqual(1, Metrics(new MultiLabelMetricOptions()).MacroAveragePrecision);
        Assert.AreEqual(2 / 3.0, Metrics(new MultiLabelMetricOptions { AveragePrecisionOfOneClassCounts = true }).MacroAveragePrecision, 1e-12);

        static MultiLabelClassificationMetrics Metrics(MultiLabelMetricOptions options)
        {
            var rows = new MultiLabelMetricsAccumulator(3, options);
            rows.Add([1, 0, 0], [], [], [1, 0, 1]);
            rows.Add([0, 0, 0], [], [], [0, 0, 1]);
            return rows.Compute();
        }
    }

    [TestMethod]
    public void CoverageMayCountFromZero() =>
        Assert.AreEqual(4, One(s_scores, s_targets, new MultiLabelMetricOptions { CoverageFromZero = true }).CoverageError);

    [TestMethod]
    public void ATargetOfOneHalfIsNotALabelAndAPerfectModelIsPerfect()
    {
        float[] targets = [0.5f, 0.51f, 0, 0.2f];
        var rows = new MultiLabelMetricsAccumulator(4);
        rows.Add([.. targets.Select(target => (float)Math.Log(target / (1 - target)))], targets, [], targets);
        MultiLabelClassificationMetrics metrics = rows.Compute();
        Assert.AreEqual(1, metrics.SubsetAccuracy);
        Assert.AreEqual(1, metrics.LabelRankingAveragePrecision);
        Assert.AreEqual(1, metrics.NdcgAt(3), 1e-12);
        Assert.AreEqual(0, metrics.BrierScore);
    }

    [TestMethod]
    public void WithoutSupportALabelHasNoWeight()
    {
        // Label 0 is hit, label 1 has no row: its recall is not a number, and so is the mean, but not the mean by support.
        MultiLabelClassificationMetrics metrics = One([1, -1], [1, 0], new MultiLabelMetricOptions { ZeroDivision = ZeroDivision.NaN });
        Assert.AreEqual(double.NaN, metrics.PerLabel[1].Recall);
        Assert.AreEqual(double.NaN, metrics.MacroRecall);
        Assert.AreEqual(1, metrics.WeightedRecall);
        Assert.AreEqual(1, One([1, -1], [1, 0], new MultiLabelMetricOptions { ZeroDivision = ZeroDivision.LeftOut }).MacroRecall);
    }

    private struct Seen : IThresholdVisitor
    {
        public List<float> Scores;

        public readonly void Visit(float score, double positives, double negatives) => Scores.Add(score);
    }

    private static MultiLabelClassificationMetrics One(float[] scores, float[] targets, MultiLabelMetricOptions options)
    {
        var rows = new MultiLabelMetricsAccumulator(scores.Length, options);
        rows.Add(scores, [], [], targets);
        return rows.Compute();
    }
}
