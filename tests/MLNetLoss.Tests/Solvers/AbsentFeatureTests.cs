using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Features that are in no row, as most hashed ones: training is that of the others alone, to the bit, and takes no more memory.</summary>
[TestClass]
public sealed class AbsentFeatureTests
{
    private const int Present = 12;
    private const int Labels = 18;
    private const int Spread = 50;

    [TestMethod]
    [DataRow(UpdateRule.Sgd)]
    [DataRow(UpdateRule.Momentum)]
    [DataRow(UpdateRule.Nesterov)]
    [DataRow(UpdateRule.AdaGrad)]
    [DataRow(UpdateRule.Adam)]
    [DataRow(UpdateRule.AdamW)]
    [DataRow(UpdateRule.Adaptive)]
    public void Gradient_descent_does_not_depend_on_them(UpdateRule rule)
    {
        const int Count = 90, BatchSize = 2, Passes = 3;
        (TrainingSet narrow, TrainingSet wide) = Rows(Count);
        // Small batches: most do not have every feature.
        var solver = new GradientDescentSolver(new() { UpdateRule = rule, BatchSize = BatchSize, NumberOfIterations = Passes, Threads = 2 });
        LinearModel expected = solver.Fit(new MemoryRowSource(narrow)).Model;
        AssertSpread(expected, solver.Fit(new MemoryRowSource(wide)).Model);

        // A model to start from, with a weight of an absent feature.
        var start = new LinearModel(Present * Spread, Labels);
        Spreads(expected, start);
        start.WeightsOf(1)[3] = 0.5f;
        LinearModel narrowUpdated = solver.Fit(new MemoryRowSource(narrow), expected).Model;
        LinearModel wideUpdated = solver.Fit(new MemoryRowSource(wide), start).Model;
        for (int feature = 0; feature < Present; feature++)
            CollectionAssert.AreEqual(narrowUpdated.WeightsOf(feature).ToArray(), wideUpdated.WeightsOf(feature * Spread).ToArray());

        // AdamW shrinks it in each step by its default rate of 0.01, which falls to zero, times the L2 term of 1 per row; the others leave it.
        const int Steps = Passes * Count / BatchSize;
        double kept = 0.5;
        for (int step = 0; step < Steps && rule == UpdateRule.AdamW; step++)
            kept *= 1 - (0.01 * (1 - ((double)step / Steps)) / Count);
        Assert.AreEqual(kept, wideUpdated.WeightsOf(1)[3], 1e-6);
    }

    [TestMethod]
    public void The_exact_solver_does_not_depend_on_them()
    {
        (TrainingSet narrow, TrainingSet wide) = Rows(1500);
        LogisticRegressionSolution expected = LogisticRegressionSolver.Solve(narrow, new()), found = LogisticRegressionSolver.Solve(wide, new());
        AssertSpread(expected.Model, found.Model);
        Assert.AreEqual(expected.Objective, found.Objective);
        Assert.AreEqual(expected.DualityGap, found.DualityGap);

        // From a start that is zero where no row is.
        var start = new LinearModel(Present * Spread, Labels);
        Spreads(expected.Model, start);
        AssertSpread(
            LogisticRegressionSolver.Solve(narrow, new() { L2Regularization = 2 }, expected.Model).Model,
            LogisticRegressionSolver.Solve(wide, new() { L2Regularization = 2 }, start).Model);
    }

    [TestMethod]
    public void The_exact_solver_shrinks_their_weights_in_a_model_to_start_from()
    {
        (_, TrainingSet wide) = Rows(200);
        var start = new LinearModel(Present * Spread, Labels);
        start.WeightsOf(1)[3] = 0.5f;
        start.WeightsOf(7)[0] = -2;
        LinearModel model = LogisticRegressionSolver.Solve(wide, new() { Tolerance = 1e-6 }, start).Model;
        Assert.AreEqual(0, model.WeightsOf(1)[3], 1e-3);
        Assert.AreEqual(0, model.WeightsOf(7)[0], 1e-3);
    }

    [TestMethod]
    public void The_exact_solver_takes_memory_for_the_others_only()
    {
        (TrainingSet narrow, TrainingSet wide) = Rows(200);
        Assert.AreEqual(
            LogisticRegressionBlock.BytesNeeded(new LogisticRegressionProblem(narrow, new()), 1),
            LogisticRegressionBlock.BytesNeeded(new LogisticRegressionProblem(wide, new()), 1));
    }

    [TestMethod]
    public void Sums_over_the_features_of_a_block_are_the_whole_gradient()
    {
        // Every block of rows has its own features, and of all features three quarters are in some row.
        const int Blocks = 3, InBlock = 40, Features = 160;
        var random = new Random(5);
        var features = new RowMatrixBuilder(Features);
        var targets = new RowMatrixBuilder(1);
        for (int row = 0; row < Blocks * RowMatrix.BlockRows; row++)
        {
            int first = (row / RowMatrix.BlockRows * InBlock) + random.Next(InBlock - 2);
            features.Add([first, first + 2], [(float)random.NextDouble(), 1]);
            targets.Add([random.Next(2)]);
        }

        var problem = new LogisticRegressionProblem(new TrainingSet(features.Build(), targets.Build()), new());
        Assert.IsNotNull(problem.FeaturesOf(RowMatrix.BlockRows));
        var block = new LogisticRegressionBlock(problem, fitBias: true);
        block.Load([0]);
        var weights = new LaneArray<double>(Features + 1);
        foreach (ref double weight in weights.Span)
            weight = (float)(random.NextDouble() - 0.5);
        LogisticRegressionObjective exact = new(block), single = new(block);
        exact.Evaluate(weights, 1, isExact: true, CancellationToken.None);
        // Twice: what the first evaluation leaves behind must not count.
        single.Evaluate(weights, 1, isExact: false, CancellationToken.None);
        single.Evaluate(weights, 1, isExact: false, CancellationToken.None);
        double largest = exact.Gradient.Span.ToArray().Max(Math.Abs);
        for (int i = 0; i < exact.Gradient.Length; i++)
            Assert.AreEqual(exact.Gradient.Span[i], single.Gradient.Span[i], 1e-5 * largest);
    }

    // The same rows with few features, and with each of them followed by many that are in no row.
    private static (TrainingSet Narrow, TrainingSet Wide) Rows(int count)
    {
        var random = new Random(3);
        RowMatrixBuilder narrow = new(Present), wide = new(Present * Spread), targets = new(Labels);
        for (int row = 0; row < count; row++)
        {
            int[] indices = [.. Enumerable.Range(0, Present).Where(feature => random.Next(4) == 0)];
            float[] values = [.. indices.Select(_ => (float)random.NextDouble() + 0.1f)];
            narrow.Add(indices, values);
            wide.Add([.. indices.Select(feature => feature * Spread)], values);
            float[] labels = [.. Enumerable.Range(0, Labels).Select(label => indices.Contains(label % Present) == (random.Next(5) > 0) ? 1f : 0)];
            targets.Add(labels);
        }

        RowMatrix both = targets.Build();
        return (new TrainingSet(narrow.Build(), both), new TrainingSet(wide.Build(), both));
    }

    private static void Spreads(LinearModel narrow, LinearModel wide)
    {
        for (int feature = 0; feature < Present; feature++)
            narrow.WeightsOf(feature).CopyTo(wide.WeightsOf(feature * Spread));
        narrow.Bias.CopyTo(wide.Bias, 0);
    }

    private static void AssertSpread(LinearModel narrow, LinearModel wide)
    {
        var expected = new LinearModel(Present * Spread, Labels);
        Spreads(narrow, expected);
        CollectionAssert.AreEqual(expected.Weights, wide.Weights);
        CollectionAssert.AreEqual(expected.Bias, wide.Bias);
    }
}
