using MLNetLoss.Losses;
using MLNetLoss.Solvers;
using static MLNetLoss.Tests.Solvers.GradientDescentProblems;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Weights of cells and of the positive part, in both solvers, against what they are by definition.</summary>
[TestClass]
public sealed class CellWeightTests
{
    private const int Rows = 40;
    private const int Features = 5;
    private const int Labels = 3;

    private static readonly LogisticRegressionSettings s_exact = new() { Tolerance = 1e-8 };

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public void GradientDescent_StepsAlongTheWeightedGradient(bool sparse, bool posWeights)
    {
        (TrainingSet data, float[][] cells) = Make(seed: 3, sparse);
        float[] posWeight = posWeights ? [3, 0.25f, 1] : [1, 1, 1];
        var settings = new GradientDescentSettings
        {
            UpdateRule = UpdateRule.Sgd,
            LearningRate = 1,
            L2Regularization = 1.5,
            NumberOfIterations = 1,
            BatchSize = Rows,
            PosWeight = posWeights ? posWeight : null,
        };
        var start = new LinearModel(Features, Labels);
        for (int i = 0; i < start.Weights.Length; i++)
            start.Weights[i] = 0.1f * (i % 5) - 0.2f;

        GradientDescentResult result = new GradientDescentSolver(settings).Fit(new MemoryRowSource(data), start);

        double total = data.RowWeights!.Sum(weight => (double)weight);
        for (int i = 0; i < start.Weights.Length; i++)
        {
            double expected = (ObjectiveAt(i, 1e-3f) - ObjectiveAt(i, -1e-3f)) / 2e-3 / total;
            Assert.AreEqual(expected, start.Weights[i] - result.Model.Weights[i], 3e-5, $"weight {i}");
        }

        // The loss that is told is the weighted mean before the step.
        double sum = Definition(data, cells, start, posWeight, 0);
        double weights = Enumerable.Range(0, Rows).Sum(row => Enumerable.Range(0, Labels).Sum(label =>
            float.IsNaN(Target(data, row, label)) ? 0.0 : data.RowWeights![row] * cells[row][label]));
        Assert.AreEqual(sum / weights, result.Curve[0].TrainingLoss, 1e-6);

        double ObjectiveAt(int index, float change)
        {
            var moved = new LinearModel(Features, Labels, [.. start.Weights], [.. start.Bias]);
            moved.Weights[index] += change;
            return Definition(data, cells, moved, posWeight, 1.5);
        }
    }

    [TestMethod]
    [DataRow(false, true, false)]
    [DataRow(true, true, false)]
    [DataRow(false, false, true)]
    [DataRow(true, true, true)]
    public void LogisticRegression_FindsTheWeightedMinimum(bool sparse, bool fitBias, bool posWeights)
    {
        (TrainingSet data, float[][] cells) = Make(seed: 5, sparse);
        float[] posWeight = posWeights ? [3, 0.25f, 1] : [1, 1, 1];
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new()
        {
            L2Regularization = 0.7,
            FitBias = fitBias,
            Tolerance = 1e-8,
            PosWeight = posWeights ? posWeight : null,
        });

        Assert.IsTrue(solution.Converged);
        LinearModel model = solution.Model;
        double reached = Definition(data, cells, model, posWeight, 0.7);
        Assert.AreEqual(reached, solution.Objective, 1e-6 * reached);
        float[] all = AllWeights(model);
        for (int i = 0; i < all.Length; i++)
        {
            if (i >= model.Weights.Length && !fitBias)
                continue;
            double slope = (ObjectiveAt(i, 1e-2f) - ObjectiveAt(i, -1e-2f)) / 2e-2;
            Assert.AreEqual(0, slope, 2e-2, $"weight {i}");
            Assert.IsGreaterThan(reached, ObjectiveAt(i, 0.1f));
            Assert.IsGreaterThan(reached, ObjectiveAt(i, -0.1f));
        }

        double ObjectiveAt(int index, float change)
        {
            var moved = new LinearModel(Features, Labels, [.. model.Weights], [.. model.Bias]);
            if (index < moved.Weights.Length)
                moved.Weights[index] += change;
            else
                moved.Bias[index - moved.Weights.Length] += change;
            return Definition(data, cells, moved, posWeight, 0.7);
        }
    }

    [TestMethod]
    public void CellsOfOneWeightAreRowsOfThatWeight()
    {
        TrainingSet plain = RandomRows.Make(8, Rows, Features, Labels, density: 0.4);
        var cells = new RowMatrixBuilder(Labels);
        for (int row = 0; row < Rows; row++)
            cells.Add([1 + (row % 3), 1 + (row % 3), 1 + (row % 3)]);
        float[] weights = [.. Enumerable.Range(0, Rows).Select(row => 1f + (row % 3))];
        var byCells = new TrainingSet(plain.Features, plain.Targets, null, cells.Build());
        var byRows = new TrainingSet(plain.Features, plain.Targets, weights);
        AssertNear(LogisticRegressionSolver.Solve(byRows, s_exact).Model, LogisticRegressionSolver.Solve(byCells, s_exact).Model, 1e-4f);
    }

    [TestMethod]
    public void ACellWithoutWeightIsAMissingTarget()
    {
        TrainingSet plain = RandomRows.Make(9, Rows, Features, Labels, density: 0.4);
        var targets = new RowMatrixBuilder(Labels);
        var cells = new RowMatrixBuilder(Labels);
        for (int row = 0; row < Rows; row++)
        {
            float[] target = [Target(plain, row, 0), Target(plain, row, 1), Target(plain, row, 2)];
            float[] cell = [1, 1, 1];
            target[row % 3] = float.NaN;
            cell[row % 3] = 0;
            targets.Add(target);
            cells.Add(cell);
        }

        var missing = new TrainingSet(plain.Features, targets.Build());
        var weightless = new TrainingSet(plain.Features, plain.Targets, null, cells.Build());
        CollectionAssert.AreEqual(LabelSummary.Of(missing), LabelSummary.Of(weightless));
        AssertNear(LogisticRegressionSolver.Solve(missing, s_exact).Model, LogisticRegressionSolver.Solve(weightless, s_exact).Model, 1e-4f);
        var settings = new GradientDescentSettings { NumberOfIterations = 5 };
        AssertNear(
            new GradientDescentSolver(settings).Fit(new MemoryRowSource(missing)).Model,
            new GradientDescentSolver(settings).Fit(new MemoryRowSource(weightless)).Model, 1e-6f);
    }

    [TestMethod]
    public void PositivesThatWeighNothingAreNotThere()
    {
        TrainingSet data = RandomRows.Of([[1], [2], [3]], [[0, 1], [1, 1], [0, 1]]);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { PosWeight = [0] });
        CollectionAssert.AreEqual(
            new[] { LabelClasses.NegativeOnly, LabelClasses.None }, solution.Labels.Select(label => label.Classes).ToArray());
        Assert.AreEqual((float)Math.Log(0.5 / 2.5), solution.Model.Bias[0], 1e-6f);
    }

    [TestMethod]
    public void BalancedPositivesWeighAsMuchAsNegatives()
    {
        TrainingSet data = RandomRows.Make(10, 200, Features, Labels, weighted: true, missing: 0.1);
        float[] posWeight = [.. LabelSummary.Of(data).Select(label => (float)((label.Weight - label.PositiveWeight) / label.PositiveWeight))];
        var exact = new LogisticRegressionSettings { PosWeight = posWeight };
        CollectionAssert.AreEqual(
            LogisticRegressionSolver.Solve(data, exact).Model.Weights,
            LogisticRegressionSolver.Solve(data, new() { BalancePosWeight = true }).Model.Weights);
        var descent = new GradientDescentSettings { PosWeight = posWeight, NumberOfIterations = 4 };
        AssertSameBits(
            new GradientDescentSolver(descent).Fit(new MemoryRowSource(data)).Model,
            new GradientDescentSolver(descent with { PosWeight = null, BalancePosWeight = true }).Fit(new MemoryRowSource(data)).Model);
    }

    [TestMethod]
    public void ThePositiveWeightOfTheLossIsThatOfTheOption()
    {
        TrainingSet data = RandomRows.Make(11, 100, Features, Labels, soft: true);
        float[] posWeight = [4, 0.5f, 2];
        var settings = new GradientDescentSettings { NumberOfIterations = 3, LearningRate = 0.1, UpdateRule = UpdateRule.Sgd, L2Regularization = 0 };
        AssertNear(
            new GradientDescentSolver(settings, new BCEWithLogitsLoss(posWeight: posWeight)).Fit(new MemoryRowSource(data)).Model,
            new GradientDescentSolver(settings with { PosWeight = posWeight }).Fit(new MemoryRowSource(data)).Model, 1e-5f);
    }

    [TestMethod]
    public void WeightsAreTheSameBitsForAnyThreadsAndStreamed()
    {
        Problem problem = Random(21, rows: 90, features: 8, labels: 40, density: 0.5, weighted: true, missing: 0.1);
        var cells = new float[90][];
        for (int row = 0; row < 90; row++)
            cells[row] = [.. Enumerable.Range(0, 40).Select(label => (row + label) % 4 == 0 ? 0f : 0.5f + ((row * label) % 3))];
        problem = problem with { Cells = cells };
        var settings = new GradientDescentSettings
        {
            NumberOfIterations = 3,
            Threads = 1,
            ValidationFraction = 0.2,
            BalancePosWeight = true,
        };
        GradientDescentResult expected = new GradientDescentSolver(settings).Fit(problem.InMemory());
        foreach (RowSource source in (RowSource[])[problem.InMemory(), problem.Streamed(sparse: false), problem.Streamed(sparse: true)])
        {
            GradientDescentResult actual = new GradientDescentSolver(settings with { Threads = 2 }).Fit(source);
            AssertSameBits(expected.Model, actual.Model);
            Assert.AreEqual(expected.Curve[^1].Measure, actual.Curve[^1].Measure);
        }
    }

    [TestMethod]
    public void WeightsThatAreNoneAreRefused()
    {
        TrainingSet data = RandomRows.Make(12, 20, Features, Labels);
        string message = Assert.ThrowsExactly<ArgumentException>(() => LogisticRegressionSolver.Solve(data, new() { PosWeight = [1, 2] })).Message;
        Assert.Contains("PosWeight has 2 values; expected one, or one for each of the 3 labels", message);
        foreach (float weight in (float[])[-1, float.NaN, float.PositiveInfinity])
        {
            var cells = new RowMatrixBuilder(Labels);
            for (int row = 0; row < 20; row++)
                cells.Add([1, 1, row == 7 ? weight : 1]);
            var bad = new TrainingSet(data.Features, data.Targets, null, cells.Build());
            message = Assert.ThrowsExactly<ArgumentException>(() => new GradientDescentSolver(new()).Fit(new MemoryRowSource(bad))).Message;
            Assert.Contains(FormattableString.Invariant($"Label 2 of row 7 weighs {weight}"), message);
        }

        var narrow = new RowMatrixBuilder(2);
        narrow.Add([1, 1]);
        Assert.Contains("1 x 2 weights of cells for 20 x 3 targets", Assert.ThrowsExactly<ArgumentException>(
            () => new TrainingSet(data.Features, data.Targets, null, narrow.Build())).Message);
    }

    [TestMethod]
    public void OneCellOfWeightIsEnoughToJudge()
    {
        TrainingSet data = RandomRows.Make(13, 20, Features, Labels);
        TrainingSet one = RandomRows.Make(14, 1, Features, Labels);
        var solver = new GradientDescentSolver(new() { NumberOfIterations = 1 });
        Assert.IsGreaterThan(0, solver.Fit(new MemoryRowSource(data), validation: Judging(0, 1, 0)).Curve[0].Measure!.Value);
        Assert.Contains("No held-out row has a weight above 0, a target that is not missing", Assert.ThrowsExactly<ArgumentException>(
            () => solver.Fit(new MemoryRowSource(data), validation: Judging(0, 0, 0))).Message);

        MemoryRowSource Judging(params float[] weights)
        {
            var cells = new RowMatrixBuilder(Labels);
            cells.Add(weights);
            return new MemoryRowSource(new TrainingSet(one.Features, one.Targets, null, cells.Build()));
        }
    }

    private static (TrainingSet Data, float[][] Cells) Make(int seed, bool sparse)
    {
        TrainingSet plain = RandomRows.Make(seed, Rows, Features, Labels, sparse ? 0.4 : 1, soft: true, missing: 0.1, weighted: true);
        var random = new Random(seed);
        float[][] cells = [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, Labels)
            .Select(_ => random.NextDouble() < (sparse ? 0.7 : 0.2) ? 0f : (float)(3 * random.NextDouble())).ToArray())];
        var matrix = new RowMatrixBuilder(Labels);
        foreach (float[] row in cells)
            matrix.Add(row);
        return (new TrainingSet(plain.Features, plain.Targets, plain.RowWeights, matrix.Build()), cells);
    }

    private static void AssertNear(LinearModel expected, LinearModel actual, float tolerance)
    {
        float[] weights = AllWeights(actual);
        foreach ((int i, float weight) in AllWeights(expected).Index())
            Assert.AreEqual(weight, weights[i], tolerance, $"weight {i}");
    }

    private static float Target(TrainingSet data, int row, int label)
    {
        ReadOnlySpan<float> values = data.Targets.Values(row);
        if (data.Targets.Block(row).IsDense)
            return values[label];
        int at = data.Targets.Indices(row).IndexOf(label);
        return at < 0 ? 0 : values[at];
    }

    /// <summary>The objective by its definition: every cell on its own, in double.</summary>
    private static double Definition(TrainingSet data, float[][] cells, LinearModel model, float[] posWeight, double l2)
    {
        double sum = l2 / 2 * model.Weights.Sum(weight => (double)weight * weight);
        for (int row = 0; row < Rows; row++)
        {
            for (int label = 0; label < Labels; label++)
            {
                double t = Target(data, row, label), z = model.Bias[label];
                if (double.IsNaN(t))
                    continue;
                for (int i = 0; i < data.Features.Values(row).Length; i++)
                {
                    int feature = data.Features.Block(row).IsDense ? i : data.Features.Indices(row)[i];
                    z += (double)data.Features.Values(row)[i] * model.WeightsOf(feature)[label];
                }

                double positive = Math.Log(1 + Math.Exp(-z)), negative = Math.Log(1 + Math.Exp(z));
                sum += data.RowWeights![row] * cells[row][label] * ((posWeight[label] * t * positive) + ((1 - t) * negative));
            }
        }

        return sum;
    }
}
