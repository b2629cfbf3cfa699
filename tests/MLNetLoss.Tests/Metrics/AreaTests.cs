using CsCheck;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class AreaTests
{
    private static readonly Gen<(float Score, bool Positive)[]> s_cells =
        Gen.Select(Gen.Int[-6, 6], Gen.Bool).Select(pair => (pair.Item1 / 2f, pair.Item2)).Array[2, 60]
            .Where(cells => cells.Any(cell => cell.Item2) && cells.Any(cell => !cell.Item2));

    [TestMethod]
    public void TheAreaIsTheShareOfRightlyOrderedPairs() => s_cells.Sample(cells =>
    {
        float[] positive = [.. cells.Where(cell => cell.Positive).Select(cell => cell.Score)];
        float[] negative = [.. cells.Where(cell => !cell.Positive).Select(cell => cell.Score)];
        double share = positive.Average(high => negative.Average(low => high > low ? 1 : high == low ? 0.5 : 0));
        Assert.AreEqual(share, Metrics(cells).PerLabel[0].RocAuc, 1e-12);
    });

    [TestMethod]
    public void PooledAreasAreThoseOfOneLongLabel() => Gen.Select(s_cells, s_cells).Sample(pair =>
    {
        int rows = Math.Min(pair.Item1.Length, pair.Item2.Length);
        var both = new MultiLabelMetricsAccumulator(2);
        var single = new MultiLabelMetricsAccumulator(1);
        foreach (((float Score, bool Positive) left, (float Score, bool Positive) right) in pair.Item1.Zip(pair.Item2).Take(rows))
        {
            both.Add([left.Score, right.Score], [], [], [left.Positive ? 1 : 0, right.Positive ? 1 : 0]);
            single.Add([left.Score], [], [], [left.Positive ? 1 : 0]);
            single.Add([right.Score], [], [], [right.Positive ? 1 : 0]);
        }

        Assert.AreEqual(single.Compute().MicroRocAuc, both.Compute().MicroRocAuc);
        Assert.AreEqual(single.Compute().PerLabel[0].RocAuc, both.Compute().MicroRocAuc);
        Assert.AreEqual(single.Compute().PerLabel[0].AveragePrecision, both.Compute().MicroAveragePrecision);
    });

    [TestMethod]
    public void PoolingManyCellsTakesSeveralRuns()
    {
        // More cells than one run gathers; half of them, again more than a run, share one score. The truth: whole numbers counted.
        const int Rows = 100_000, Labels = 50, Scores = 2001;
        var random = new Random(1);
        var scores = new ExactScores(Labels);
        var positives = new int[Scores];
        var negatives = new int[Scores];
        var row = new float[Labels];
        var targets = new float[Labels];
        var positive = new bool[Labels];
        for (int i = 0; i < Rows; i++)
        {
            for (int label = 0; label < Labels; label++)
            {
                int score = random.Next(2) == 0 ? 700 : random.Next(Scores);
                positive[label] = random.Next(Scores) < score;
                (positive[label] ? positives : negatives)[score]++;
                row[label] = (score - 1000) * 0.0625f;
            }

            scores.Add(new ScoredRow { Scores = row, Probabilities = [], Predicted = positive, Targets = targets, Positive = positive, Weight = 1, PresentCount = Labels, PositiveCount = 0, IsSoft = false });
        }

        var pooled = default(AreaVisitor);
        scores.VisitAll(ref pooled);
        var plain = default(AreaVisitor);
        for (int score = Scores - 1; score >= 0; score--)
            plain.Visit(score, positives[score], negatives[score]);
        Assert.AreEqual(plain.RocAuc, pooled.RocAuc);
        Assert.AreEqual(plain.AveragePrecision, pooled.AveragePrecision, 1e-13);
    }

    [TestMethod]
    public void BoundedMemoryIsWrongByNoMoreThanItSays() => s_cells.Sample(cells =>
    {
        LabelMetrics exact = Metrics(cells).PerLabel[0];
        var options = new MultiLabelMetricOptions { ScoreBits = 9 };
        LabelMetrics binned = Metrics(cells, options).PerLabel[0];
        Assert.AreEqual(exact.RocAuc, binned.RocAuc, binned.RocAucUncertainty + 1e-12);
        // Ties of scores that are kept whole are no inexactness; and sixteen bits hold halves as they are.
        Assert.AreEqual(0, exact.RocAucUncertainty);
        LabelMetrics fine = Metrics(cells, options with { ScoreBits = 16 }).PerLabel[0];
        Assert.AreEqual(exact.RocAuc, fine.RocAuc, 1e-12);
        Assert.AreEqual(exact.AveragePrecision, fine.AveragePrecision, 1e-12);
    });

    [TestMethod]
    public void BoundedMemoryKeepsLabelsApartAndPoolsThem() => Gen.Select(s_cells, s_cells).Sample(pair =>
    {
        // Twelve bits hold halves as they are, and so every area that whole scores give.
        var exact = new MultiLabelMetricsAccumulator(2);
        var binned = new MultiLabelMetricsAccumulator(2, new MultiLabelMetricOptions { ScoreBits = 12 });
        float weight = 1;
        foreach (((float Score, bool Positive) left, (float Score, bool Positive) right) in pair.Item1.Zip(pair.Item2))
        {
            foreach (MultiLabelMetricsAccumulator rows in (MultiLabelMetricsAccumulator[])[exact, binned])
                rows.Add([left.Score, right.Score], [], [], [left.Positive ? 1 : 0, right.Positive ? 1 : 0], weight);
            weight = 3 - weight;
        }

        MultiLabelClassificationMetrics expected = exact.Compute(), found = binned.Compute();
        foreach (LabelMetrics label in expected.PerLabel)
        {
            Assert.AreEqual(label.RocAuc, found.PerLabel[label.Index].RocAuc, 1e-12);
            Assert.AreEqual(label.AveragePrecision, found.PerLabel[label.Index].AveragePrecision, 1e-12);
        }

        Assert.AreEqual(expected.MicroRocAuc, found.MicroRocAuc, 1e-12);
        Assert.AreEqual(expected.MicroAveragePrecision, found.MicroAveragePrecision, 1e-12);
    });

    [TestMethod]
    [DataRow(0)]
    [DataRow(9)]
    [DataRow(13)]
    public void ThresholdsOfCurvesPredictWhatTheirPointsSay(int bits)
    {
        var random = new Random(bits);
        (float Score, bool Positive)[] cells =
        [
            (float.NegativeInfinity, true), (float.PositiveInfinity, false), (0, true), (-0f, false), (float.Epsilon, true), (-float.Epsilon, false),
            .. Enumerable.Range(0, 200).Select(_ => ((float)(6 * random.NextDouble()) - 3, random.Next(2) == 0)),
        ];
        double positives = cells.Count(cell => cell.Positive), negatives = cells.Length - positives;
        LabelMetrics metrics = Metrics(cells, new MultiLabelMetricOptions { ScoreBits = bits, Curves = true }).PerLabel[0];
        foreach (PrecisionRecallPoint point in metrics.PrecisionRecallCurve!.Skip(1))
        {
            (float Score, bool Positive)[] predicted = [.. cells.Where(cell => cell.Score >= point.Threshold)];
            Assert.AreEqual((double)predicted.Count(cell => cell.Positive) / predicted.Length, point.Precision, 1e-12, $"{point}");
            Assert.AreEqual(predicted.Count(cell => cell.Positive) / positives, point.Recall, 1e-12, $"{point}");
        }

        foreach (RocPoint point in metrics.RocCurve!.Skip(1))
            Assert.AreEqual(cells.Count(cell => !cell.Positive && cell.Score >= point.Threshold) / negatives, point.FalsePositiveRate, 1e-12, $"{point}");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(9)]
    public void CurvesOfUnequalWeightsEndInTheCorner(int bits)
    {
        // Of all weights together the negative ones are what rounding leaves when the positive are taken away; of their own they are exact.
        var rows = new MultiLabelMetricsAccumulator(1, new MultiLabelMetricOptions { ScoreBits = bits, Curves = true });
        rows.Add([1], [], [], [0], weight: 1e-7f);
        rows.Add([10], [], [], [1], weight: 1e9f);
        rows.Add([100], [], [], [0], weight: 3e-7f);
        LabelMetrics label = rows.Compute().PerLabel[0];
        CollectionAssert.AreEqual(new[] { 0, 3 / 4.0, 3 / 4.0, 1 }, label.RocCurve!.Select(point => Math.Round(point.FalsePositiveRate, 6)).ToArray());
        CollectionAssert.AreEqual(new double[] { 0, 0, 1, 1 }, label.RocCurve!.Select(point => point.TruePositiveRate).ToArray());
        Assert.AreEqual(1, label.RocCurve![^1].FalsePositiveRate);
        Assert.AreEqual(1, label.PrecisionRecallCurve![^1].Recall);
    }

    [TestMethod]
    public void BoundedMemoryMergesExactly()
    {
        var options = new MultiLabelMetricOptions { ScoreBits = 10 };
        var whole = new MultiLabelMetricsAccumulator(2, options);
        MultiLabelMetricsAccumulator[] parts = [new(2, options), new(2, options)];
        var random = new Random(2);
        for (int i = 0; i < 50; i++)
        {
            float[] scores = [(float)random.NextDouble(), (float)random.NextDouble()], targets = [random.Next(2), random.Next(2)];
            whole.Add(scores, [], [], targets);
            parts[i % 2].Add(scores, [], [], targets);
        }

        parts[0].Merge(parts[1]);
        Assert.AreEqual(whole.Compute().MacroRocAuc, parts[0].Compute().MacroRocAuc);
        Assert.AreEqual(whole.Compute().MicroAveragePrecision, parts[0].Compute().MicroAveragePrecision, 1e-12);
        Assert.IsNull(whole.Compute().Statistics.DistinctLabelSets);
    }

    private static MultiLabelClassificationMetrics Metrics((float Score, bool Positive)[] cells, MultiLabelMetricOptions? options = null)
    {
        var rows = new MultiLabelMetricsAccumulator(1, options);
        foreach ((float score, bool positive) in cells)
            rows.Add([score], [], [], [positive ? 1 : 0]);
        return rows.Compute();
    }
}
