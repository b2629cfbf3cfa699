using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>How the exact solver says that it ended, where numbers are of great or small size.</summary>
[TestClass]
public sealed class LogisticRegressionStatusTests
{
    // Targets that overlap, so that there is a minimum without an L2 term.
    private static readonly float[][] s_targets = [[0], [1], [0], [1], [0], [1], [1], [1]];

    [TestMethod]
    [DataRow(1e-8f)]
    [DataRow(1f)]
    [DataRow(1e6f)]
    public void Rows_of_small_or_great_weight_are_not_taken_for_separable(float weight)
    {
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(
            Shifted(0, weight), new() { L2Regularization = 0, Tolerance = 1e-6 });
        Assert.AreEqual(SolverStatus.Converged, solution.Labels[0].Status);
        float slope = solution.Model.WeightsOf(0)[0];
        Assert.AreEqual(0.56126795, slope, 1e-4);
    }

    [TestMethod]
    [DataRow(1e-6f)]
    [DataRow(1e6f)]
    public void Separable_rows_are_known_by_what_is_left_of_their_weight(float weight)
    {
        TrainingSet data = RandomRows.Of([[-2], [-1], [1], [2]], [[0], [0], [1], [1]], [weight, weight, weight, weight]);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { L2Regularization = 0 });
        Assert.AreEqual(SolverStatus.Separable, solution.Labels[0].Status);
        Assert.IsInRange(8f, 20f, solution.Model.WeightsOf(0)[0]);
    }

    [TestMethod]
    public void A_tolerance_that_weights_in_single_precision_cannot_meet_is_said_not_to_be_met()
    {
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(
            Shifted(3000, 1), new() { L2Regularization = 0.1f, Tolerance = 1e-13 });
        Assert.AreEqual(SolverStatus.PrecisionLimit, solution.Labels[0].Status);
        Assert.IsFalse(solution.Converged);
    }

    [TestMethod]
    [DataRow(1000f, 4.1597f)]
    [DataRow(100000f, 4.1597f)]
    public void Features_far_from_zero_reach_the_tolerance_all_the_same(float shift, float objective)
    {
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(
            Shifted(shift, 1), new() { L2Regularization = 1e-3f, Tolerance = 1e-4, NumberOfIterations = 8 });
        Assert.AreEqual(SolverStatus.Converged, solution.Labels[0].Status);
        Assert.AreEqual(objective, solution.Labels[0].Objective, 1e-3);
    }

    private static TrainingSet Shifted(float shift, float weight) => RandomRows.Of(
        [.. s_targets.Select((_, row) => new[] { shift + row - 3.5f })], s_targets, [.. s_targets.Select(_ => weight)]);
}
