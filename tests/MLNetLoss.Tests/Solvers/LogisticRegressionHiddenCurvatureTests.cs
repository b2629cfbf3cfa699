using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>The exact solver where single precision does not see the curvature in some directions.</summary>
[TestClass]
public sealed class LogisticRegressionHiddenCurvatureTests
{
    private const int Rows = 300;

    [TestMethod]
    [DataRow(1e4, 1e-6)]
    [DataRow(1e5, 1e-4)]
    [DataRow(1e6, 5e-3)]
    public void Features_far_from_zero(double shift, double above)
    {
        (float[][] centred, float[][] y) = Make(4);
        float[][] x = [.. centred.Select(row => Array.ConvertAll(row, value => (float)(value + shift)))];
        AssertMinimum(x, y, 0, above, [.. x.Select(row => Array.ConvertAll(row, value => (float)(value - shift)))]);
    }

    [TestMethod]
    public void A_small_L2_term_does_not_change_that()
    {
        (float[][] centred, float[][] y) = Make(4);
        float[][] x = [.. centred.Select(row => Array.ConvertAll(row, value => (float)(value + 1e6)))];
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(RandomRows.Of(x, y), new() { L2Regularization = 1e-3 });
        (_, double minimum) = LogisticRegressionReference.Solve(
            RandomRows.Of([.. x.Select(row => Array.ConvertAll(row, value => value - 1e6f))], y), 0, 1e-3, fitBias: true);
        Assert.IsInRange(minimum * (1 - 1e-9), minimum * 1.005, solution.Labels[0].Objective);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Nearly_equal_features_of_sparse_rows(bool fitBias)
    {
        // The first two features differ by a ten-thousandth of their size, and it is that difference which matters.
        (float[][] x, float[][] y) = Make(4);
        var random = new Random(2);
        float[][] near = [.. x.Select(row => random.NextDouble() < 0.4
            ? new[] { row[1], row[1] + (1e-4f * row[0]), row[2], 0, 0, 0, 0, 0, 0, 0 }
            : [0, 0, 0, row[3], 0, 0, 0, 0, 0, 0])];
        float[][] apart = [.. near.Select(row => new[] { row[0], (row[1] - row[0]) * 1e4f, row[2], row[3], 0, 0, 0, 0, 0, 0 })];
        AssertMinimum(near, y, 0, 1e-4, apart, fitBias);
    }

    [TestMethod]
    [DataRow(1e-20f, 1e20f)]
    [DataRow(1e-12f, 1e12f)]
    public void Sparse_features_of_very_different_size(float small, float large)
    {
        (float[][] x, float[][] y) = Make(4);
        var random = new Random(3);
        float[][] plain = [.. x.Select(row => Array.ConvertAll(row, value => random.NextDouble() < 0.3 ? value : 0))];
        AssertMinimum([.. plain.Select(row => new[] { row[0] * small, row[1], row[2] * large, row[3] })], y, 0, 1e-6, plain);
    }

    [TestMethod]
    [DataRow(0, true)]
    [DataRow(0, false)]
    [DataRow(3, true)]
    public void Features_that_vary_only_in_rows_that_the_preconditioner_does_not_take(float usual, bool fitBias)
    {
        // Of twice as many rows as it takes, it takes every other one.
        const int Count = 8192;
        var random = new Random(4);
        float[][] x = [.. Enumerable.Range(0, Count).Select(row => new[] { (float)random.NextDouble(), row % 8 == 1 ? usual + 1 : usual })];
        float[][] y = [.. x.Select(row => new[] { random.NextDouble() < 1 / (1 + Math.Exp(1 - row[0] - (2 * (row[1] - usual)))) ? 1f : 0f })];
        AssertMinimum(x, y, 0, 1e-3, x, fitBias);
    }

    [TestMethod]
    public void Rows_without_weight_may_be_all_that_the_preconditioner_takes()
    {
        const int Count = 8192;
        var random = new Random(5);
        float[][] x = [.. Enumerable.Range(0, Count).Select(_ => new[] { (float)random.NextDouble(), (float)random.NextDouble() })];
        float[][] y = [.. x.Select(row => new[] { random.NextDouble() < 1 / (1 + Math.Exp(1 - (3 * row[0]))) ? 1f : 0f })];
        TrainingSet all = RandomRows.Of(x, y);
        var weighted = new TrainingSet(all.Features, all.Targets, [.. Enumerable.Range(0, Count).Select(row => row % 2 == 0 ? 0f : 1f)], null);
        (_, double minimum) = LogisticRegressionReference.Solve(
            RandomRows.Of([.. x.Where((_, row) => row % 2 == 1)], [.. y.Where((_, row) => row % 2 == 1)]), 0, 0, fitBias: true);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(weighted, new() { L2Regularization = 0 });
        Assert.AreEqual(SolverStatus.Converged, solution.Labels[0].Status);
        Assert.IsInRange(minimum * (1 - 1e-6), minimum * 1.001, solution.Labels[0].Objective);
    }

    [TestMethod]
    public void Weights_that_single_precision_cannot_hold_are_said_to_be_above_the_minimum()
    {
        (float[][] centred, float[][] y) = Make(4);
        float[][] x = [.. centred.Select(row => Array.ConvertAll(row, value => (float)(value + 1e6)))];
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(RandomRows.Of(x, y), new() { L2Regularization = 0, Tolerance = 1e-9 });
        Assert.AreEqual(SolverStatus.PrecisionLimit, solution.Labels[0].Status);
        Assert.IsFalse(solution.Converged);
    }

    // The equivalent rows give the same minimum without an L2 term, and are easy.
    private static void AssertMinimum(float[][] x, float[][] y, double l2, double above, float[][] equivalent, bool fitBias = true)
    {
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(
            RandomRows.Of(x, y), new() { L2Regularization = l2, Tolerance = 1e-3, FitBias = fitBias });
        (_, double minimum) = LogisticRegressionReference.Solve(RandomRows.Of(equivalent, y), 0, l2, fitBias);
        double objective = solution.Labels[0].Objective;
        Assert.IsInRange(minimum * (1 - 1e-6), minimum * (1 + above), objective);
        if (solution.Labels[0].Status == SolverStatus.Converged)
            Assert.IsLessThanOrEqualTo(minimum * 1.001, objective);
    }

    private static (float[][] X, float[][] Y) Make(int features)
    {
        var random = new Random(1);
        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        float[][] x = [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, features).Select(_ => Normal()).ToArray())];
        float[][] y = [.. x.Select(row => new[] { random.NextDouble() < 1 / (1 + Math.Exp(-(2 * row[0]) + row[1] - 0.5)) ? 1f : 0f })];
        return (x, y);
    }
}
