using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class LogisticRegressionPathTests
{
    private static readonly double[] s_terms = [0.01, 100, 1, 10, 0.1];

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.3)]
    public void The_term_of_the_least_held_out_loss_is_taken(double density)
    {
        TrainingSet data = RandomRows.Make(4, 300, 20, 18, density, missing: 0.1);
        var settings = new LogisticRegressionSettings { Tolerance = 1e-7, Seed = 5 };
        var path = new LogisticRegressionPath(settings, s_terms, null, CancellationToken.None);
        LogisticRegressionSolution solution = path.Solve(data, null, 0.25);

        // The same by hand: rows really taken out, every term solved from nothing.
        var holdOut = new HoldOut(0.25, 5);
        int[] held = [.. Enumerable.Range(0, 300).Where(row => holdOut.Contains(row))];
        TrainingSet fitting = Subset(data, [.. Enumerable.Range(0, 300).Except(held)]);
        CollectionAssert.AreEqual(new[] { 100, 10, 1, 0.1, 0.01 }, path.Losses.Select(trial => trial.L2).ToArray());
        foreach ((double l2, double loss) in path.Losses)
        {
            LinearModel model = LogisticRegressionSolver.Solve(fitting, settings with { L2Regularization = l2 }).Model;
            Assert.AreEqual(MeanLoss(model, Subset(data, held)), loss, 1e-4 * loss, $"{l2}");
        }

        double best = path.Losses.MinBy(trial => trial.Loss).L2;
        Assert.AreEqual(best, path.Chosen);
        Assert.IsTrue(best is > 0.01 and < 100, "a path whose best is an end chooses nothing");
        LogisticRegressionSolution all = LogisticRegressionSolver.Solve(data, settings with { L2Regularization = best });
        Assert.AreEqual(all.Objective, solution.Objective, 1e-6 * all.Objective);
        Assert.IsTrue(solution.Converged);
    }

    [TestMethod]
    public void Of_equal_terms_the_strongest_is_taken()
    {
        // Terms so strong that no weight is left, and no bias: every loss is ln 2.
        TrainingSet data = RandomRows.Make(4, 100, 5, 2);
        var path = new LogisticRegressionPath(new() { FitBias = false }, [1e30, 1e32, 1e31], null, CancellationToken.None);
        path.Solve(data, null, 0.25);
        Assert.HasCount(1, path.Losses.Select(trial => trial.Loss).Distinct());
        Assert.AreEqual(1e32, path.Chosen);
    }

    [TestMethod]
    public void Other_rows_judge_without_a_last_fit()
    {
        TrainingSet data = RandomRows.Make(4, 300, 20, 3);
        TrainingSet train = Subset(data, [.. Enumerable.Range(0, 200)]);
        TrainingSet other = Subset(data, [.. Enumerable.Range(200, 100)]);
        var path = new LogisticRegressionPath(new(), s_terms, null, CancellationToken.None);
        LogisticRegressionSolution solution = path.Solve(train, null, new MemoryRowSource(other));
        Assert.AreEqual(MeanLoss(solution.Model, other), path.Losses.Single(trial => trial.L2 == path.Chosen).Loss, 1e-5);
        Assert.AreEqual(path.Losses.Min(trial => trial.Loss), path.Losses.Single(trial => trial.L2 == path.Chosen).Loss);
    }

    [TestMethod]
    public void Progress_goes_on_along_the_path()
    {
        TrainingSet data = RandomRows.Make(4, 200, 10, 40, density: 0.3);
        var heard = new List<LogisticRegressionProgress>();
        var path = new LogisticRegressionPath(new() { Threads = 1 }, [1, 10], new Listener(heard.Add), CancellationToken.None);
        path.Solve(data, null, 0.2);
        Assert.IsTrue(heard.TrueForAll(item => item.LabelCount == 120));
        CollectionAssert.AreEqual(new[] { 0, 16, 32, 40, 56, 72, 80, 96, 112 }, heard.Select(item => item.LabelsDone).Distinct().ToArray());
    }

    [TestMethod]
    public void A_path_is_cancelled()
    {
        TrainingSet data = RandomRows.Make(4, 100, 10, 3);
        using var source = new CancellationTokenSource();
        var path = new LogisticRegressionPath(new(), [1, 10], new Listener(_ => source.Cancel()), source.Token);
        Assert.ThrowsExactly<OperationCanceledException>(() => path.Solve(data, null, 0.2));
    }

    [TestMethod]
    public void Rows_too_few_to_hold_any_out_are_refused()
    {
        TrainingSet data = RandomRows.Make(4, 3, 2, 1);
        var path = new LogisticRegressionPath(new(), [1, 10], null, CancellationToken.None);
        Assert.Contains("of 3 rows holds 0 of them out", Assert.ThrowsExactly<ArgumentException>(() => path.Solve(data, null, 1e-6)).Message);
    }

    [TestMethod]
    public void Rows_that_cannot_judge_are_refused()
    {
        TrainingSet data = RandomRows.Make(4, 30, 2, 1);
        var other = new TrainingSet(data.Features, data.Targets, new float[30], null);
        var path = new LogisticRegressionPath(new(), [1, 10], null, CancellationToken.None);
        Assert.AreEqual(
            "No held-out row has a weight above 0, a target that is not missing and finite features.",
            Assert.ThrowsExactly<ArgumentException>(() => path.Solve(data, null, new MemoryRowSource(other))).Message);
    }

    private static double MeanLoss(LinearModel model, TrainingSet rows)
    {
        double sum = 0;
        int cells = 0;
        var scores = new float[rows.LabelCount];
        for (int row = 0; row < rows.RowCount; row++)
        {
            model.Score(rows.Features.Indices(row), rows.Features.Values(row), scores);
            float[] targets = TargetsOf(rows, row);
            for (int label = 0; label < targets.Length; label++)
            {
                if (float.IsNaN(targets[label]))
                    continue;
                sum += Math.Log(1 + Math.Exp(-scores[label])) + ((1 - targets[label]) * scores[label]);
                cells++;
            }
        }

        return sum / cells;
    }

    private static float[] TargetsOf(TrainingSet rows, int row)
    {
        var targets = new float[rows.LabelCount];
        new TrainingRow(default, default, rows.Targets.Indices(row), rows.Targets.Values(row), 1).CopyTargets(targets);
        return targets;
    }

    private static TrainingSet Subset(TrainingSet data, int[] rows)
    {
        var features = new RowMatrixBuilder(data.FeatureCount);
        var targets = new RowMatrixBuilder(data.LabelCount);
        foreach (int row in rows)
        {
            if (data.Features.Block(row).IsDense)
                features.Add(data.Features.Values(row));
            else
                features.Add(data.Features.Indices(row), data.Features.Values(row));
            targets.Add(TargetsOf(data, row));
        }

        return new TrainingSet(features.Build(), targets.Build());
    }

    private sealed class Listener(Action<LogisticRegressionProgress> hear) : IProgress<LogisticRegressionProgress>
    {
        public void Report(LogisticRegressionProgress value) => hear(value);
    }
}
