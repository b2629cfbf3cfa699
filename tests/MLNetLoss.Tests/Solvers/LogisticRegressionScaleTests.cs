using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>The exact solver on features of great size, where single precision rounds away what matters.</summary>
[TestClass]
public sealed class LogisticRegressionScaleTests
{
    private const int Labels = 17;

    [TestMethod]
    [DataRow(3, 1, 1.0)]
    [DataRow(3, 5, 1.0)]
    [DataRow(3, 60, 0.2)]
    [DataRow(40, 1, 0.2)]
    [DataRow(40, 60, 0.2)]
    [DataRow(40, 60, 1.0)]
    [DataRow(200, 5, 0.2)]
    [DataRow(200, 60, 1.0)]
    public void Certificates_hold_on_raw_counts(int rows, int features, double density)
    {
        foreach (double l2 in new[] { 0.01, 1 })
        {
            TrainingSet data = Make(rows, features, density, size: 1000);
            LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { L2Regularization = l2 }, progress: new Ignored());
            Assert.IsTrue(solution.Converged);
            for (int label = 0; label < Labels; label++)
            {
                LogisticRegressionCertificate certificate = solution.Labels[label];
                if (certificate.Status == SolverStatus.SetByRule)
                    continue;
                (_, double minimum) = LogisticRegressionReference.Solve(data, label, l2, fitBias: true);
                Assert.IsInRange(minimum * (1 - 1e-6), (minimum * (1 + 1e-6)) + certificate.DualityGap, certificate.Objective, $"{label}, {l2}");
                Assert.IsLessThanOrEqualTo(1.001e-3 * certificate.Objective, certificate.DualityGap, $"{label}, {l2}");
            }
        }
    }

    [TestMethod]
    [DataRow(1e10f, 0.1)]
    [DataRow(1e15f, 0.1)]
    [DataRow(1e19f, 0.1)]
    [DataRow(1e20f, 1.0)]
    [DataRow(1e30f, 1.0)]
    public void Enormous_features_end_far_below_where_zero_weights_are(float size, double density)
    {
        TrainingSet data = Make(40, 40, density, size);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new(), progress: new Ignored());
        Assert.IsLessThan(0.1 * 40 * Labels * Math.Log(2), solution.Objective);
    }

    [TestMethod]
    [DataRow(1e20f, 0.1)]
    [DataRow(1e30f, 0.1)]
    [DataRow(3e38f, 0.1)]
    [DataRow(3e38f, 1.0)]
    public void Features_whose_squares_overflow_leave_a_model_no_worse_than_zero_weights(float size, double density)
    {
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(Make(40, 40, density, size), new(), progress: new Ignored());
        Assert.IsFalse(solution.Converged);
        Assert.IsLessThanOrEqualTo(40 * Labels * Math.Log(2) * 1.0001, solution.Objective);
        Assert.IsTrue(Array.TrueForAll(solution.Model.Weights, float.IsFinite) && Array.TrueForAll(solution.Model.Bias, float.IsFinite));
    }

    [TestMethod]
    [DataRow(10, 40, 1e-4)]
    [DataRow(30, 60, 0.01)]
    [DataRow(30, 60, 1)]
    public void Separable_rows_of_large_features_are_solved_beyond_what_single_precision_tells(int rows, int features, double l2)
    {
        // Tiny weights separate them, so that the minimum is next to nothing: far less than rounding errors of the terms in single precision.
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(Make(rows, features, 1, 1e7f), new() { L2Regularization = l2 });
        Assert.IsFalse(solution.Labels.Any(label => label.Status == SolverStatus.IterationLimit));
        Assert.IsLessThan(1e-10 * rows * Labels * Math.Log(2), solution.Objective);
    }

    [TestMethod]
    [DataRow(1e6f, 1.0)]
    [DataRow(1.6e9f, 1.0)]
    [DataRow(1e6f, 0.2)]
    public void One_feature_in_large_units_among_others_does_not_keep_labels_from_their_minimum(float unit, double density)
    {
        const int Rows = 2000, Features = 20;
        var random = new Random(3);
        var x = new float[Rows][];
        var y = new float[Rows][];
        for (int row = 0; row < Rows; row++)
        {
            // The first is a count of seconds, say: large, and nearly the same in every row.
            x[row] = [unit * (1 + (0.1f * random.NextSingle())),
                .. Enumerable.Range(1, Features).Select(_ => random.NextDouble() < density ? (random.NextSingle() * 2) - 1 : 0)];
            y[row] = [.. Enumerable.Range(1, Labels).Select(i => random.NextDouble() < (x[row][1 + (i % 3)] > 0 ? 0.7f : 0.2f) ? 1f : 0f)];
        }

        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(RandomRows.Of(x, y), new(), progress: new Ignored());
        Assert.IsTrue(solution.Converged);
        Assert.IsLessThanOrEqualTo(1e-3 * solution.Objective, solution.DualityGap!.Value);
        Assert.IsLessThan(30, solution.Iterations);

        // A further feature can only lower the minimum.
        LogisticRegressionSolution without = LogisticRegressionSolver.Solve(
            RandomRows.Of([.. x.Select(row => row[1..])], y), new() { Tolerance = 1e-6 });
        Assert.IsLessThanOrEqualTo(without.Objective + solution.DualityGap.Value, solution.Objective);
    }

    [TestMethod]
    public void The_time_that_is_left_is_not_told_from_next_to_nothing()
    {
        Assert.IsNull(LogisticRegressionProgress.EstimateRemaining(TimeSpan.FromSeconds(1), 1e-300));
        Assert.AreEqual(TimeSpan.FromSeconds(3), LogisticRegressionProgress.EstimateRemaining(TimeSpan.FromSeconds(1), 0.25));
    }

    [TestMethod]
    public void Progress_CountsFromTheFirstBoundThereIs()
    {
        // One row in ten is positive: at a bias of zero the gradient in it exceeds its curvature, so that there is no bound at first.
        var random = new Random(5);
        float[][] x = [.. Enumerable.Range(0, 200).Select(_ => new[] { random.NextSingle(), random.NextSingle() })];
        float[][] y = [.. Enumerable.Range(0, 200).Select(row => new[] { row % 10 == 0 ? 1f : 0f })];
        var told = new Listener();
        LogisticRegressionSolver.Solve(RandomRows.Of(x, y), new() { Tolerance = 1e-8 }, new LinearModel(2, 1), told);
        Assert.AreEqual(double.PositiveInfinity, told.Reports[0].DualityGap);
        Assert.IsTrue(told.Reports.Exists(report => report.FractionDone is > 0 and < 1));
    }

    private static TrainingSet Make(int rows, int features, double density, float size)
    {
        var random = new Random(rows + features);
        var x = new float[rows][];
        var y = new float[rows][];
        for (int row = 0; row < rows; row++)
        {
            x[row] = new float[features];
            for (int i = 0; i < features; i++)
                x[row][i] = random.NextDouble() < density ? (float)((random.NextDouble() * 2) - 1) * size : 0;
            y[row] = new float[Labels];
            for (int label = 0; label < Labels; label++)
                y[row][label] = random.NextDouble() < (x[row][label % features] > 0 ? 0.8 : 0.2) ? 1 : 0;
        }

        return RandomRows.Of(x, y);
    }

    private sealed class Listener : IProgress<LogisticRegressionProgress>
    {
        public List<LogisticRegressionProgress> Reports { get; } = [];

        public void Report(LogisticRegressionProgress value) => Reports.Add(value);
    }

    private sealed class Ignored : IProgress<LogisticRegressionProgress>
    {
        public void Report(LogisticRegressionProgress value)
        {
        }
    }
}
