using MLNetLoss.Losses;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;
using static MLNetLoss.Tests.Solvers.GradientDescentProblems;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Labels trained in blocks that fit a memory budget.</summary>
[TestClass]
public sealed class LabelBlockTests
{
    private const int Labels = 70;

    private static readonly Problem s_problem = Random(33, rows: 80, features: 7, labels: Labels, density: 0.6, weighted: true, missing: 0.1);

    [TestMethod]
    public void BlocksGiveTheSameBits()
    {
        float[] weights = [.. Enumerable.Range(0, Labels).Select(label => 0.5f + (label % 4))];
        MultiLabelLoss[] losses =
        [
            new BCEWithLogitsLoss(), new BCEWithLogitsLoss(weights, posWeight: [.. weights.Reverse()]), new BCELoss([2]), new MultiLabelSoftMarginLoss(Labels, weights),
        ];
        foreach (MultiLabelLoss loss in losses)
        {
            foreach (UpdateRule rule in (UpdateRule[])[UpdateRule.Adaptive, UpdateRule.Adam, UpdateRule.Sgd])
            {
                var settings = new GradientDescentSettings { UpdateRule = rule, NumberOfIterations = 3, PosWeight = weights };
                GradientDescentResult whole = new GradientDescentSolver(settings, loss).Fit(s_problem.InMemory());
                foreach (RowSource source in (RowSource[])[s_problem.InMemory(), s_problem.Streamed(sparse: true)])
                {
                    GradientDescentResult blocks = new GradientDescentSolver(settings with { MemoryBudget = 1 }, loss).Fit(source);
                    AssertSameBits(whole.Model, blocks.Model);
                    for (int pass = 0; pass < 3; pass++)
                        Assert.AreEqual(whole.Curve[pass].TrainingLoss, blocks.Curve[pass].TrainingLoss, 1e-9);
                    Assert.AreEqual(whole.Statistics.Positives(66), blocks.Statistics.Positives(66));
                }
            }
        }
    }

    [TestMethod]
    public void LossesForOtherNumbersOfLabels_AreRefused()
    {
        // Half as many weights would repeat, twice as many would be cut off.
        foreach (int count in (int[])[Labels / 2, 2 * Labels])
        {
            float[] weights = new float[count];
            Assert.Contains($"The loss has {count} weights for {Labels} labels", Refused(new BCEWithLogitsLoss(weights)));
            Assert.Contains($"The loss has {count} posWeights for {Labels} labels", Refused(new BCEWithLogitsLoss(posWeight: weights)));
            Assert.Contains($"The loss has {count} posWeights for {Labels} labels", Refused(new BCELoss { PosWeight = weights }));
            Assert.Contains($"The loss is for rows of {count} labels, not of {Labels}", Refused(new MultiLabelSoftMarginLoss(count)));
        }

        static string Refused(MultiLabelLoss loss)
        {
            ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(
                () => new GradientDescentSolver(new GradientDescentSettings(), loss).Fit(s_problem.InMemory()));
            Assert.AreEqual("loss", fault.ParamName);
            return fault.Message;
        }
    }

    [TestMethod]
    public void BlocksStartFromAModelAndUpdateIt()
    {
        var settings = new GradientDescentSettings { NumberOfIterations = 2 };
        LinearModel start = new GradientDescentSolver(settings).Fit(s_problem.InMemory()).Model;
        var frugal = new GradientDescentSolver(settings with { MemoryBudget = 1 });
        AssertSameBits(
            new GradientDescentSolver(settings).Fit(s_problem.InMemory(), start).Model, frugal.Fit(s_problem.InMemory(), start).Model);
        AssertSameBits(
            new GradientDescentSolver(settings).Update(start, s_problem.InMemory()).Model, frugal.Update(start, s_problem.InMemory()).Model);
    }

    [TestMethod]
    public void ProgressGoesOnFromBlockToBlock()
    {
        var told = new List<double>();
        var settings = new GradientDescentSettings { NumberOfIterations = 2, MemoryBudget = 1 };
        new GradientDescentSolver(settings).Fit(s_problem.InMemory(), progress: new Listener(progress => told.Add(progress.FractionDone)));
        CollectionAssert.AreEqual((double[])[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], told.ConvertAll(done => Math.Round(done, 9)));
    }

    [TestMethod]
    public void BlocksAreJudgedByTheirOwnLabels()
    {
        var settings = new GradientDescentSettings { NumberOfIterations = 4, MemoryBudget = 1, ValidationFraction = 0.3 };
        GradientDescentResult result = new GradientDescentSolver(settings).Fit(s_problem.InMemory());
        Assert.IsTrue(result.Curve.All(point => point.Measure is > 0 and < 2));
    }

    [TestMethod]
    public void ABlockWithoutAMeasureLeavesTheMeanToTheOthers()
    {
        // Of the validation rows no target of the first block's labels is known.
        Problem judged = Random(34, rows: 40, features: 7, labels: Labels, density: 0.6);
        foreach (float[] targets in judged.T)
            targets.AsSpan(0, 16).Fill(float.NaN);
        var settings = new GradientDescentSettings { NumberOfIterations = 2, MemoryBudget = 1 };
        foreach (Func<int, int, ValidationMeasure>? measure in (Func<int, int, ValidationMeasure>?[])[null, (_, count) => new MetricMeasure(MultiLabelMeasure.Get("micro_f1"), count)])
        {
            GradientDescentResult result = new GradientDescentSolver(settings).Fit(s_problem.InMemory(), validation: judged.InMemory(), measure: measure);
            Assert.IsTrue(result.Curve.All(point => point.Measure is > 0 and < 2), $"{result.Curve[0].Measure}");
        }

        foreach (float[] targets in judged.T)
            Array.Fill(targets, float.NaN);
        Assert.ThrowsExactly<ArgumentException>(
            () => new GradientDescentSolver(settings).Fit(s_problem.InMemory(), validation: judged.InMemory()), "of no block there is one");
    }

    [TestMethod]
    public void ABlockThatEndsEarlyKeepsItsLastPoint()
    {
        // The labels of the first block can be learnt better and better, those of the second are noise.
        Problem problem = Random(35, rows: 120, features: 7, labels: 32);
        var random = new Random(2);
        foreach ((float[] x, float[] targets) in problem.X.Zip(problem.T))
        {
            for (int label = 0; label < 32; label++)
                targets[label] = label < 16 ? x[label % 7] > 0 ? 1 : 0 : random.Next(2);
        }

        var settings = new GradientDescentSettings { NumberOfIterations = 20, ValidationFraction = 0.3, Patience = 1, L2Regularization = 0 };
        GradientDescentResult whole = new GradientDescentSolver(settings with { MemoryBudget = 1 }).Fit(problem.InMemory());
        GradientDescentResult[] halves = [.. new[] { 0, 16 }.Select(from => new GradientDescentSolver(settings).Fit(
            (problem with { T = [.. problem.T.Select(targets => targets[from..(from + 16)])] }).InMemory()))];
        Assert.AreNotEqual(halves[0].PassCount, halves[1].PassCount);
        Assert.AreEqual(halves.Max(half => half.PassCount), whole.PassCount);
        Assert.AreEqual(halves.Max(half => half.BestPass), whole.BestPass);
        Assert.AreEqual(halves.Average(half => half.Curve[^1].TrainingLoss), whole.Curve[^1].TrainingLoss, 1e-9);
        Assert.AreEqual(halves.Average(half => half.Curve[^1].Measure!.Value), whole.Curve[^1].Measure!.Value, 1e-9);
        Assert.AreEqual(halves.Average(half => half.Curve[0].Measure!.Value), whole.Curve[0].Measure!.Value, 1e-9);
    }

    [TestMethod]
    public void TheBestWeightsCountWhereOtherRowsJudge()
    {
        // 8 columns and 16 labels take 512 bytes: for the weights, AdaGrad's sums and the best weights 1536.
        var settings = new GradientDescentSettings { UpdateRule = UpdateRule.AdaGrad, NumberOfIterations = 1, MemoryBudget = (2 * 1536) - 1 };
        List<int> widths = [];
        ValidationMeasure Note(int first, int count)
        {
            widths.Add(count);
            return new LossMeasure(new BCEWithLogitsLoss(), count);
        }

        new GradientDescentSolver(settings).Fit(s_problem.InMemory(), null, s_problem.InMemory(), Note);
        new GradientDescentSolver(settings with { MemoryBudget = 2 * 1536 }).Fit(s_problem.InMemory(), null, s_problem.InMemory(), Note);
        CollectionAssert.AreEqual((int[])[16, 16, 16, 16, 6, 32, 32, 6], widths);
    }

    [TestMethod]
    [DataRow(UpdateRule.Sgd, 100L, 16)]
    [DataRow(UpdateRule.Sgd, 1408L, 32)]
    [DataRow(UpdateRule.Sgd, 1407L, 16)]
    [DataRow(UpdateRule.AdaGrad, 1408L, 16)]
    [DataRow(UpdateRule.AdaGrad, 2816L, 32)]
    [DataRow(UpdateRule.Adam, 4224L, 32)]
    [DataRow(UpdateRule.Adam, 4223L, 16)]
    [DataRow(UpdateRule.Adam, 99999L, 70)]
    public void ABlockIsAsWideAsTheBudgetAllows(UpdateRule rule, long budget, int expected)
    {
        // A vector of 16 labels over 10 features and the bias takes 704 bytes, once for the weights and once for each number remembered.
        var settings = new GradientDescentSettings { UpdateRule = rule, MemoryBudget = budget };
        Assert.AreEqual(expected, DescentPlan.BlockWidth(settings, 10, Labels, 100, update: false, judges: false));
        if (rule == UpdateRule.Sgd)
            Assert.AreEqual(expected == 32 ? 16 : expected, DescentPlan.BlockWidth(settings, 10, Labels, 100, update: true, judges: false));
    }

    [TestMethod]
    public void ABlockFitsAnArray()
    {
        var settings = new GradientDescentSettings();
        Assert.AreEqual(2144, DescentPlan.BlockWidth(settings, 1_000_000, 4000, 100, update: false, judges: false));
        Assert.AreEqual(32_752, DescentPlan.BlockWidth(settings with { BatchSize = 65_536 }, 10, 40_000, 100_000, update: false, judges: false));
        Assert.AreEqual(40_000, DescentPlan.BlockWidth(settings with { BatchSize = 65_536 }, 10, 40_000, 100, update: false, judges: false));
        string message = Assert.ThrowsExactly<ArgumentException>(
            () => DescentPlan.BlockWidth(settings, 1 << 27, 1, 100, update: false, judges: false)).Message;
        Assert.Contains("134217728 features, or batches of 64 rows, are too many: 16 labels are trained side by side", message);
    }

    [TestMethod]
    public void AModelThatCannotBeHeldIsRefused()
    {
        string message = Assert.ThrowsExactly<ArgumentException>(() => new LinearModel(100_000, 31_000)).Message;
        Assert.Contains("100000 features and 31000 labels has 3100000000 weights", message);
    }

    private sealed class Listener(Action<GradientDescentProgress> action) : IProgress<GradientDescentProgress>
    {
        public void Report(GradientDescentProgress value) => action(value);
    }
}
