using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Tests.Metrics.Decisions;

/// <summary>Bounds on precision and recall, beside every threshold there is.</summary>
[TestClass]
public sealed class ConstrainedCutTests
{
    private static readonly int[][] s_all = [[0, 1, 2]];
    private static readonly int[][] s_each = [[0], [1], [2]];

    [TestMethod]
    [DataRow(true, 0.4, false)]
    [DataRow(true, 0.75, false)]
    [DataRow(true, 1.0, true)]
    [DataRow(false, 0.5, false)]
    [DataRow(false, 1.0, false)]
    [DataRow(false, 0.8, true)]
    public void Bound_IsReachedWhereItCanBe_AtTheBestOfTheOtherMeasure(bool ofPrecision, double bound, bool oneThreshold)
    {
        ThresholdRule rule = ofPrecision
            ? ThresholdRule.PrecisionAtLeast(bound, oneThreshold, UnreachableBound.Nearest)
            : ThresholdRule.RecallAtLeast(bound, oneThreshold, UnreachableBound.Nearest);
        int reached = 0, missed = 0;
        for (int seed = 0; seed < 80; seed++)
        {
            var decisions = new RandomDecisions(seed, 3 + (seed % 8));
            DecisionRows rows = decisions.ToRows();
            bool[] isFixed = [.. rows.PositiveCounts.ToArray().Select(count => count == 0)];
            if (isFixed.Contains(true))
                continue;
            float[] found = new float[RandomDecisions.Labels];
            double value = rule.Choose(rows, isFixed, found, new ParallelOptions());
            double sum = 0;
            foreach (int[] labels in oneThreshold ? s_all : s_each)
            {
                (double Bounded, double Other)[] all = [.. RandomDecisions.Tries.Select(threshold => Measures(decisions.Count(labels, threshold)))];
                (double Bounded, double Other)[] good = [.. all.Where(measures => measures.Bounded >= bound)];
                (double Bounded, double Other) best = good.Length > 0
                    ? good.OrderByDescending(measures => measures.Other).ThenByDescending(measures => measures.Bounded).First()
                    : all.OrderByDescending(measures => measures.Bounded).ThenByDescending(measures => measures.Other).First();
                ConfusionCounts counts = decisions.Count(labels, found[labels[0]]);
                Assert.AreEqual(best, Measures(counts));
                Assert.AreEqual(good.Length > 0, rule.IsMet(counts));
                (reached, missed) = good.Length > 0 ? (reached + 1, missed) : (reached, missed + 1);
                sum += double.IsNaN(best.Other) ? 0 : best.Other / (oneThreshold ? 1 : RandomDecisions.Labels);
            }

            Assert.AreEqual(sum, value, 1e-12);
        }

        Assert.IsGreaterThan(0, reached);
        Assert.IsTrue(missed > 0 || !ofPrecision, "both outcomes were seen");

        (double Bounded, double Other) Measures(ConfusionCounts counts)
        {
            double precision = counts.Precision(ZeroDivision.NaN), recall = counts.Recall(ZeroDivision.NaN);
            return ofPrecision ? (precision, recall) : (recall, precision);
        }
    }

    [TestMethod]
    public void Bounds_AreChecked()
    {
        foreach (double bound in (double[])[0, -1, 1.0000001, double.NaN])
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ThresholdRule.PrecisionAtLeast(bound));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ThresholdRule.RecallAtLeast(bound));
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ThresholdRule.RecallAtLeast(0.5, unreachable: (UnreachableBound)3));
    }
}
