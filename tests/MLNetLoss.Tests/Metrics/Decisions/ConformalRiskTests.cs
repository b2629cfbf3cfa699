using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Tests.Metrics.Decisions;

/// <summary>The promise of conformal risk control, on new rows; and the threshold it must give, from the paper's own inequality.</summary>
[TestClass]
public sealed class ConformalRiskTests
{
    private const int Labels = 4;
    private static readonly bool[] s_free = new bool[Labels];
    private static readonly ParallelOptions s_parallel = new() { MaxDegreeOfParallelism = 1 };

    [TestMethod]
    [DataRow(0.05)]
    [DataRow(0.2)]
    public void MeanMissRateOfNewRows_IsAtMostAlpha_AndNotFarBelow(double alpha)
    {
        const int Draws = 500, RowCount = 60;
        var random = new Random(11);
        var rates = new double[Draws];
        double slack = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            DecisionRows known = Draw(random, RowCount);
            var thresholds = new float[Labels];
            double reached = ThresholdRule.MissRateAtMost(alpha).Choose(known, s_free, thresholds, s_parallel);
            Assert.AreEqual(MissRate(known, thresholds[0]), reached, 1e-12);
            rates[draw] = MissRate(Draw(random, 200), thresholds[0]);
            slack += 2.0 / (RowsWithLabels(known) + 1) / Draws;
        }

        (double mean, double error) = MeanAndError(rates);
        Assert.IsLessThanOrEqualTo(alpha + (2 * error), mean);
        // Scores do not tie, so the mean is at least alpha - 2/(n+1): theorem 2 of the paper.
        Assert.IsGreaterThanOrEqualTo(alpha - slack - (2 * error), mean);
    }

    [TestMethod]
    public void MissRateOfEachLabel_IsAtMostAlpha_AndNotFarBelow()
    {
        const double Alpha = 0.1;
        const int Draws = 500;
        var random = new Random(12);
        var rates = new List<double>[Labels];
        foreach (ref List<double> list in rates.AsSpan())
            list = [];
        double slack = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            DecisionRows known = Draw(random, 120), fresh = Draw(random, 200);
            bool[] isFixed = [.. known.PositiveCounts.ToArray().Select(count => count < 9)];
            var thresholds = new float[Labels];
            ThresholdRule.MissRateAtMost(Alpha, oneThreshold: false).Choose(known, isFixed, thresholds, s_parallel);
            for (int label = 0; label < Labels; label++)
            {
                if (!isFixed[label])
                    rates[label].Add(1 - fresh.Count(label, thresholds[label]).Recall(ZeroDivision.One));
                slack = Math.Max(slack, isFixed[label] ? 0 : 1.0 / (known.PositiveCounts[label] + 1));
            }
        }

        foreach (List<double> ofLabel in rates)
        {
            (double mean, double error) = MeanAndError([.. ofLabel]);
            Assert.IsLessThanOrEqualTo(Alpha + (2 * error), mean);
            Assert.IsGreaterThanOrEqualTo(Alpha - slack - (2 * error), mean);
        }
    }

    [TestMethod]
    public void Threshold_IsTheHighestThatKeepsTheInequality()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            // Rounded scores tie.
            DecisionRows rows = Draw(random, 3 + (seed % 20), score => MathF.Round(2 * score));
            double alpha = 0.05 + (0.9 * random.NextDouble());
            int count = RowsWithLabels(rows);
            if (1.0 / (count + 1) > alpha)
            {
                Assert.ThrowsExactly<InvalidOperationException>(
                    () => ThresholdRule.MissRateAtMost(alpha).Choose(rows, s_free, new float[Labels], s_parallel));
                continue;
            }

            var thresholds = new float[Labels];
            ThresholdRule.MissRateAtMost(alpha).Choose(rows, s_free, thresholds, s_parallel);
            float highest = Enumerable.Range(-40, 81).Select(score => MathF.BitDecrement(score)).Where(threshold =>
                ((double)count / (count + 1) * MissRate(rows, threshold)) + (1.0 / (count + 1)) <= alpha).Max();
            float found = thresholds[0];
            Assert.AreEqual(MissRate(rows, highest), MissRate(rows, found), 1e-12);
            Assert.IsGreaterThanOrEqualTo(highest, found);
        }
    }

    [TestMethod]
    public void NineteenRows_AllowNoMissAtOneTwentieth_AndOneAtATenth()
    {
        DecisionRows rows = Rows([.. Enumerable.Range(1, 19).Select(i => ((float[])[i, -i, -i, -i], (float[])[1, 0, 0, 0]))]);
        Assert.AreEqual(MathF.BitDecrement(1), Threshold(rows, 0.05));
        Assert.AreEqual(MathF.BitDecrement(2), Threshold(rows, 0.1));
        Assert.AreEqual(MathF.BitDecrement(2), Threshold(rows, 0.1499));
        Assert.AreEqual(MathF.BitDecrement(19), Threshold(rows, 0.999));
        var impossible = Assert.ThrowsExactly<InvalidOperationException>(() => Threshold(rows, 0.049));
        Assert.AreEqual(
            "With 19 rows that have a label no expected miss rate below 1/20 can be guaranteed; 0.049 needs at least 20 rows.", impossible.Message);
        Assert.AreEqual(19, ConformalRisk.RequiredCount(0.05));
        // 1 / (1 / 49) is a little more than 49.
        for (int n = 2; n < 1000; n++)
            Assert.AreEqual(n - 1, ConformalRisk.RequiredCount(1.0 / n));
        Assert.AreEqual(20, ConformalRisk.RequiredCount(0.049));
    }

    [TestMethod]
    public void MissingEveryLabel_IsNeverAllowed()
    {
        // Rows without the label score highest; an alpha within rounding of 1 still demands the best true label.
        DecisionRows rows = Rows([.. Enumerable.Range(1, 9).Select(i => ((float[])[i, -1, -1, -1], (float[])[i < 7 ? 1 : 0, 0, 0, 0]))]);
        foreach (double alpha in (double[])[0.99, 1 - 1e-13, BitConverter.Int64BitsToDouble(0x3FEFFFFFFFFFFFFF)])
        {
            Assert.AreEqual(MathF.BitDecrement(6), Threshold(rows, alpha));
            float[] found = new float[Labels];
            double rate = ThresholdRule.MissRateAtMost(alpha, oneThreshold: false).Choose(rows, [false, true, true, true], found, s_parallel);
            Assert.AreEqual(MathF.BitDecrement(6), found[0]);
            Assert.AreEqual(5 / 6.0, rate, 1e-12);
        }
    }

    [TestMethod]
    public void NoRowWithALabel_IsRefusedWhateverAlpha()
    {
        DecisionRows rows = Rows([([1, 2, 3, 4], [0, 0, 0, 0])]);
        foreach (double alpha in (double[])[0.1, 1 - 1e-15])
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Threshold(rows, alpha)).Message, "With 0 rows that have a label");
    }

    [TestMethod]
    public void ThresholdsThatAreKept_HaveNoRateOfTheirOwn()
    {
        float[] kept = [1, 2, 3, 4];
        DecisionRows rows = Rows([.. Enumerable.Range(1, 9).Select(i => ((float[])[i, 0, 0, 0], (float[])[1, 0, 0, 0]))]);
        Assert.AreEqual(double.NaN, ThresholdRule.MissRateAtMost(0.5).Choose(rows, [true, true, true, true], kept, s_parallel));
        Assert.AreEqual(double.NaN, ThresholdRule.MissRateAtMost(0.5, oneThreshold: false).Choose(rows, [true, true, true, true], kept, s_parallel));
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4 }, kept);
    }

    [TestMethod]
    public void RowsWithoutLabels_SayNothing()
    {
        (float[], float[])[] rows = [.. Enumerable.Range(1, 9).Select(i => ((float[])[i, i, 0, 0], (float[])[1, 1, 0, float.NaN]))];
        (float[], float[])[] more = [.. rows, ([100, 100, 100, 100], [0, 0, 0, 0]), ([-9, 0, 0, 0], [float.NaN, 0, 0, 0])];
        Assert.AreEqual(Threshold(Rows(rows), 0.25), Threshold(Rows(more), 0.25));
    }

    [TestMethod]
    public void WhatBreaksThePromise_IsRefused()
    {
        foreach (double alpha in (double[])[0, 1, -0.1, double.NaN])
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ThresholdRule.MissRateAtMost(alpha));
        DecisionRows never = Rows([.. Enumerable.Range(1, 9).Select(i => ((float[])[float.NegativeInfinity, 0, 0, 0], (float[])[1, 0, 0, 0]))]);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Threshold(never, 0.5)).Message, "negative infinity");
        DecisionRows weighted = Rows([([1, 0, 0, 0], [1, 0, 0, 0]), ([2, 0, 0, 0], [1, 0, 0, 0])], weight: 2);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Threshold(weighted, 0.5)).Message, "The rows have weights other than 1");
    }

    private static float Threshold(DecisionRows rows, double alpha)
    {
        var thresholds = new float[Labels];
        ThresholdRule.MissRateAtMost(alpha).Choose(rows, s_free, thresholds, s_parallel);
        return thresholds[0];
    }

    private static DecisionRows Draw(Random random, int count, Func<float, float>? change = null) => Rows(
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            float[] targets = [.. Enumerable.Range(0, Labels).Select(label => random.NextDouble() < 0.15 + (0.15 * label) ? 1f : 0)];
            float[] scores = [.. targets.Select(target => (2 * target) + (3 * (random.NextSingle() + random.NextSingle() - 1)))];
            return (change is null ? scores : [.. scores.Select(change)], targets);
        }),
    ]);

    private static DecisionRows Rows((float[] Scores, float[] Targets)[] rows, float weight = 1)
    {
        var result = new DecisionRows(Labels);
        var checker = new RowChecker(Labels, [], new MultiLabelMetricOptions());
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.IsTrue(checker.Check(row, rows[row].Scores, [], [], rows[row].Targets, weight, out ScoredRow checkedRow));
            result.Add(checkedRow);
        }

        return result;
    }

    private static int RowsWithLabels(DecisionRows rows) => Truth(rows).Count(row => row.Positives > 0);

    // The mean share of missed labels of the rows that have one.
    private static double MissRate(DecisionRows rows, float threshold) =>
        Truth(rows, threshold).Where(row => row.Positives > 0).Select(row => (double)row.Missed / row.Positives).DefaultIfEmpty(0).Average();

    private static (int Positives, int Missed)[] Truth(DecisionRows rows, float threshold = 0)
    {
        var result = new (int Positives, int Missed)[rows.RowCount];
        foreach (ulong cell in rows.SortAll())
        {
            ref (int Positives, int Missed) row = ref result[SortedCells.Row(cell) % rows.RowCount];
            row.Positives += SortedCells.Positive(cell);
            row.Missed += SortedCells.Score(cell) > threshold ? 0 : SortedCells.Positive(cell);
        }

        return result;
    }

    private static (double Mean, double Error) MeanAndError(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length));
    }
}
