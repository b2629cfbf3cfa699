using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Tests.Metrics.Decisions;

/// <summary>What the searches find, beside every threshold that could have been found.</summary>
[TestClass]
public sealed class ThresholdSearchTests
{
    private static readonly ParallelOptions s_parallel = new();

    [TestMethod]
    [DataRow(Averaging.Macro, 1.0)]
    [DataRow(Averaging.Micro, 2.0)]
    [DataRow(Averaging.Samples, 1.0)]
    [DataRow(Averaging.Samples, 0.5)]
    public void OneThreshold_IsTheBest(Averaging averaging, double beta)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var decisions = new RandomDecisions(seed, 1 + (seed % 8));
            float[] found = new float[RandomDecisions.Labels];
            double value = ThresholdRule.MaximizeFBeta(averaging, beta, oneThreshold: true)
                .Choose(decisions.ToRows(), new bool[RandomDecisions.Labels], found, s_parallel);
            double best = RandomDecisions.Tries.Max(threshold => decisions.FBeta(averaging, beta, threshold, threshold, threshold));
            Assert.AreEqual(best, value, 1e-12);
            Assert.AreEqual(best, decisions.Evaluated(averaging, beta, found), 1e-12);
            Assert.AreEqual(1, found.Distinct().Count());
            double fewest = RandomDecisions.Tries.Select(threshold => (float[])[threshold, threshold, threshold])
                .Where(thresholds => decisions.FBeta(averaging, beta, thresholds) > best - 1e-12).Min(decisions.Predicted);
            Assert.AreEqual(fewest, decisions.Predicted(found));
        }
    }

    [TestMethod]
    [DataRow(Averaging.Macro, 2.0)]
    [DataRow(Averaging.Micro, 1.0)]
    [DataRow(Averaging.Micro, 0.5)]
    public void AThresholdForEachLabel_IsTheBest_AndFixedOnesStay(Averaging averaging, double beta)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var decisions = new RandomDecisions(seed, 1 + (seed % 8));
            bool[] isFixed = [false, seed % 3 == 0, false];
            float[] found = [0, 1.5f, 0];
            double value = ThresholdRule.MaximizeFBeta(averaging, beta).Choose(decisions.ToRows(), isFixed, found, s_parallel);
            double best = AllThresholds(isFixed, 1.5f).Max(thresholds => decisions.FBeta(averaging, beta, thresholds));
            Assert.AreEqual(best, value, 1e-12);
            Assert.AreEqual(best, decisions.Evaluated(averaging, beta, found), 1e-12);
            if (isFixed[1])
                Assert.AreEqual(1.5f, found[1]);
            double fewest = AllThresholds(isFixed, 1.5f)
                .Where(thresholds => decisions.FBeta(averaging, beta, thresholds) > best - 1e-12).Min(decisions.Predicted);
            Assert.AreEqual(fewest, decisions.Predicted(found));
        }
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(2.0)]
    public void SamplesThresholds_AreAtLeastAsGoodAsAllStarts_AndNoneMovesAlone(double beta)
    {
        int reached = 0, trials = 100;
        for (int seed = 0; seed < trials; seed++)
        {
            var decisions = new RandomDecisions(seed, 3 + (seed % 8));
            bool[] isFixed = [false, false, seed % 4 == 0];
            float[] start = [-0.5f, 0.5f, 1.5f], found = [.. start], micro = [.. start];
            DecisionRows rows = decisions.ToRows();
            double value = ThresholdRule.MaximizeFBeta(Averaging.Samples, beta).Choose(rows, isFixed, found, s_parallel);
            Assert.AreEqual(value, decisions.FBeta(Averaging.Samples, beta, found), 1e-12);
            Assert.AreEqual(value, decisions.Evaluated(Averaging.Samples, beta, found), 1e-12);

            ThresholdRule.MaximizeFBeta(Averaging.Micro, beta).Choose(rows, isFixed, micro, s_parallel);
            float[][] starts = [start, micro, .. RandomDecisions.Tries.Select(shared => (float[])[shared, shared, isFixed[2] ? start[2] : shared])];
            foreach (float[] other in starts)
            {
                if (!isFixed[2] || other == start || other == micro)
                    Assert.IsGreaterThanOrEqualTo(decisions.FBeta(Averaging.Samples, beta, other) - 1e-12, value);
            }

            for (int label = 0; label < RandomDecisions.Labels; label++)
            {
                foreach (float threshold in isFixed[label] ? [] : RandomDecisions.Tries)
                {
                    float[] moved = [.. found];
                    moved[label] = threshold;
                    Assert.IsGreaterThanOrEqualTo(decisions.FBeta(Averaging.Samples, beta, moved) - 1e-11, value);
                }
            }

            double best = AllThresholds(isFixed, start[2]).Max(thresholds => decisions.FBeta(Averaging.Samples, beta, thresholds));
            reached += best - value < 1e-12 ? 1 : 0;
        }

        // No promise, yet a search that finds the best but rarely would not be worth its name.
        Assert.IsGreaterThan(trials * 3 / 4, reached);
    }

    private static IEnumerable<float[]> AllThresholds(bool[] isFixed, float kept) =>
        from a in isFixed[0] ? [kept] : RandomDecisions.Tries
        from b in isFixed[1] ? [kept] : RandomDecisions.Tries
        from c in isFixed[2] ? [kept] : RandomDecisions.Tries
        select (float[])[a, b, c];
}
