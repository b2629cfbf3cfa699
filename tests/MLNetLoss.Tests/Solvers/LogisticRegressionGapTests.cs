using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>The certificate of logistic regression: what it claims of a point whose distance from the minimum is known.</summary>
[TestClass]
public sealed class LogisticRegressionGapTests
{
    // Eight rows of a label that three have; features that are all zero leave the bias alone to be wrong.
    private static readonly float[][] s_targets = [[1], [1], [1], [0], [0], [0], [0], [0]];

    // At bias 0 the gradient is 8 (1/2 - 3/8) = 1 and the curvature 8 / 4 = 2, so that their ratio r is 1/2: the bound on the bias' gain is
    // 2 (r + (1 - r) ln(1 - r)). A Newton step's, 1/4, is less than what the best bias gains.
    private static readonly double s_gain = 2 * (0.5 + (0.5 * Math.Log(0.5)));

    [TestMethod]
    public void Of_a_bias_alone_the_gap_bounds_what_the_best_bias_gains()
    {
        double gap = Gap(RandomRows.Of([.. s_targets.Select(_ => new float[2])], s_targets), l2: 1);
        Assert.AreEqual(s_gain, gap, 1e-12);
        double distance = 8 * (Math.Log(2) + (0.375 * Math.Log(0.375)) + (0.625 * Math.Log(0.625)));
        Assert.IsInRange(0.25, gap, distance);
    }

    [TestMethod]
    public void Of_a_bias_nearly_right_the_gap_loses_no_digits()
    {
        const double Ratio = 4e-5;
        float[][] targets = [.. s_targets.Select(_ => new[] { 0.5f - (float)(Ratio / 4) })];
        double ratio = 4 * (0.5 - targets[0][0]);
        double gap = Gap(RandomRows.Of([.. targets.Select(_ => new float[2])], targets), l2: 1);
        Assert.AreEqual(ratio * ratio * (1 + (ratio / 3)), gap, 1e-9 * gap);
    }

    [TestMethod]
    public void A_bias_whose_gradient_exceeds_its_curvature_has_no_bound()
    {
        float[][] targets = [[1], [0], [0], [0], [0], [0], [0], [0]];
        Assert.AreEqual(double.PositiveInfinity, Gap(RandomRows.Of([.. targets.Select(_ => new float[2])], targets), l2: 1));
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
        // Gradient 1.5 in the weights; the curvature, 1/4 a row, times the norms sums to 3/4. A ratio of 1/2 doubles what it is multiplied by.
        double moved = 1.5 + (0.75 * 0.5 * 2);
        Assert.AreEqual((moved * moved / (2 * 4)) + s_gain, Gap(RandomRows.Of(x, s_targets), l2: 4), 1e-12);
    }

    [TestMethod]
    public void Without_an_L2_term_nothing_is_certified() =>
        Assert.AreEqual(double.PositiveInfinity, Gap(RandomRows.Of([.. s_targets.Select(_ => new float[2])], s_targets), l2: 0));

    [TestMethod]
    public void The_gap_bounds_the_true_distance()
    {
        TrainingSet data = RandomRows.Make(5, 60, 4, 1);
        (double[] solution, double minimum) = LogisticRegressionReference.Solve(data, 0, 0.5, fitBias: true);
        var block = new LogisticRegressionBlock(new LogisticRegressionProblem(data, new()), fitBias: true);
        block.Load([0]);
        var objective = new LogisticRegressionObjective(block);
        var weights = new LaneArray<double>(data.FeatureCount + 1);
        int bounded = 0;
        // From near the minimum to far from it, with the bias off to either side.
        for (double off = -4; off <= 4; off += 0.125)
        {
            for (int i = 0; i < solution.Length; i++)
                weights.Span[i * LogisticRegressionBlock.Lanes] = solution[i] * (1 - (off / 5));
            weights.Span[data.FeatureCount * LogisticRegressionBlock.Lanes] += off;
            objective.Evaluate(weights, 0.5, isExact: true, CancellationToken.None);
            double gap = objective.GapOf(0, 0.5);
            bounded += double.IsFinite(gap) ? 1 : 0;
            Assert.IsGreaterThanOrEqualTo(objective.Values[0] - minimum - 1e-9, gap, $"{off}");
        }

        Assert.IsInRange(10, 64, bounded);
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
