using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>The certificate of logistic regression: what it claims of a point whose distance from the minimum is known.</summary>
[TestClass]
public sealed class LogisticRegressionGapTests
{
    // Eight rows of a label that three have; features that are all zero leave the bias alone to be wrong.
    private static readonly float[][] s_targets = [[1], [1], [1], [0], [0], [0], [0], [0]];

    [TestMethod]
    public void Of_a_bias_alone_the_gap_is_a_Newton_steps_gain()
    {
        // At bias 0 the gradient is 8 (1/2 - 3/8) = 1, the curvature 8 / 4 = 2: half of 1 / 2.
        Assert.AreEqual(0.25, Gap(RandomRows.Of([.. s_targets.Select(_ => new float[2])], s_targets), l2: 1), 1e-12);
    }

    [TestMethod]
    public void Of_weights_alone_the_gap_is_that_to_the_dual_point()
    {
        // The gradient of feature 0 is minus the sum over rows of x (t - 1/2): 1/2 for each row that has the label.
        float[][] x = [.. s_targets.Select(target => new[] { target[0], 0 })];
        LogisticRegressionObjective objective = At(RandomRows.Of(x, s_targets), fitBias: false, l2: 4);
        Assert.AreEqual(0, objective.BiasGradient[0]);
        Assert.AreEqual(1.5 * 1.5 / (2 * 4), objective.GapOf(0, 4), 1e-12);
    }

    [TestMethod]
    public void Of_both_the_bias_moves_the_weights_gradient_by_its_norms()
    {
        float[][] x = [.. s_targets.Select(target => new[] { target[0], 0 })];
        // Gradient 1.5 in the weights, 1 in the bias; the curvature, 1/4 a row, times the norms sums to 3/4, alone to 2.
        double moved = 1.5 + (1 * 0.75 / 2);
        Assert.AreEqual((moved * moved / (2 * 4)) + 0.25, Gap(RandomRows.Of(x, s_targets), l2: 4), 1e-12);
    }

    [TestMethod]
    public void Without_an_L2_term_nothing_is_certified() =>
        Assert.AreEqual(double.PositiveInfinity, Gap(RandomRows.Of([.. s_targets.Select(_ => new float[2])], s_targets), l2: 0));

    [TestMethod]
    public void The_gap_bounds_the_true_distance()
    {
        TrainingSet data = RandomRows.Make(5, 60, 4, 1);
        double minimum = LogisticRegressionSolver.Solve(data, new() { L2Regularization = 0.5, Tolerance = 1e-9 }).Objective;
        LogisticRegressionObjective objective = At(data, fitBias: true, l2: 0.5);
        Assert.IsGreaterThan(objective.Values[0] - minimum, objective.GapOf(0, 0.5));
    }

    [TestMethod]
    [DataRow(0.05)]
    [DataRow(1.0)]
    public void In_single_precision_it_is_the_same_but_for_rounding(double density)
    {
        // More rows than one block has.
        TrainingSet data = RandomRows.Make(11, 1500, 30, 3, density);
        var block = new LogisticRegressionBlock(new LogisticRegressionProblem(data, new()), fitBias: true);
        block.Load([0, 1, 2]);
        var weights = new LaneArray<double>(data.FeatureCount + 1);
        var random = new Random(3);
        foreach (ref double weight in weights.Span)
            weight = (float)(random.NextDouble() - 0.5);
        LogisticRegressionObjective exact = new(block), single = new(block);
        exact.Evaluate(weights, 1, isExact: true, CancellationToken.None);
        single.Evaluate(weights, 1, isExact: false, CancellationToken.None);
        for (int lane = 0; lane < 3; lane++)
        {
            Assert.AreEqual(exact.Values[lane], single.Values[lane], 1e-6 * exact.Values[lane]);
            Assert.AreEqual(exact.GapOf(lane, 1), single.GapOf(lane, 1), 1e-4 * exact.GapOf(lane, 1));
        }

        double largest = exact.Gradient.Span.ToArray().Max(Math.Abs);
        for (int i = 0; i < exact.Gradient.Length; i++)
            Assert.AreEqual(exact.Gradient.Span[i], single.Gradient.Span[i], 1e-5 * largest);
    }

    private static double Gap(TrainingSet data, double l2) => At(data, fitBias: true, l2).GapOf(0, l2);

    // At weights and biases of zero.
    private static LogisticRegressionObjective At(TrainingSet data, bool fitBias, double l2)
    {
        var block = new LogisticRegressionBlock(new LogisticRegressionProblem(data, new()), fitBias);
        block.Load([0]);
        var objective = new LogisticRegressionObjective(block);
        objective.Evaluate(new LaneArray<double>(data.FeatureCount + 1), l2, isExact: true, CancellationToken.None);
        return objective;
    }
}
