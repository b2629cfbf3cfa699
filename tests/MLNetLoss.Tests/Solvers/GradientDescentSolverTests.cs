using MLNetLoss.Solvers;
using static MLNetLoss.Tests.Solvers.GradientDescentProblems;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class GradientDescentSolverTests
{
    private static readonly UpdateRule[] s_rules = Enum.GetValues<UpdateRule>();

    [TestMethod]
    public void AStepFollowsTheGradientOfTheObjective()
    {
        // One plain step over all rows from some model: (before - after) / rate is the gradient, which differences confirm.
        Problem problem = Random(5, rows: 30, features: 6, labels: 4, weighted: true, missing: 0.2);
        problem.T[3][1] = 0.3f;
        var start = new LinearModel(6, 4);
        for (int i = 0; i < start.Weights.Length; i++)
            start.Weights[i] = 0.1f * (i % 7) - 0.3f;
        start.Bias[2] = 0.5f;
        const double Rate = 1.0;
        var settings = new GradientDescentSettings
        {
            UpdateRule = UpdateRule.Sgd,
            LearningRate = Rate,
            L2Regularization = 2.5,
            NumberOfIterations = 1,
            BatchSize = 30,
        };

        GradientDescentResult result = new GradientDescentSolver(settings).Fit(problem.InMemory(), start);

        double total = problem.Weights!.Sum(weight => (double)weight);
        float[] before = AllWeights(start);
        float[] after = AllWeights(result.Model);
        var unused = new double[before.Length];
        for (int i = 0; i < before.Length; i++)
        {
            double expected = (At(i, 1e-3f) - At(i, -1e-3f)) / 2e-3 / total;
            Assert.AreEqual(expected, (before[i] - after[i]) / Rate, 2e-5, $"weight {i}");
        }

        double At(int index, float change)
        {
            var moved = new LinearModel(6, 4, [.. start.Weights], [.. start.Bias]);
            if (index < moved.Weights.Length)
                moved.Weights[index] += change;
            else
                moved.Bias[index - moved.Weights.Length] += change;
            return Objective(problem, moved, 2.5, unused);
        }
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.2)]
    public void TheAdaptiveRuleComesCloseToTheMinimum(double density)
    {
        Problem problem = Random(11, rows: 300, features: 20, labels: 5, density, weighted: true);
        var settings = new GradientDescentSettings { L2Regularization = 1 };
        LinearModel model = new GradientDescentSolver(settings).Fit(problem.InMemory()).Model;

        double minimum = Minimum(problem, 1);
        double reached = Objective(problem, model, 1, new double[21 * 5]);
        Assert.IsLessThan(minimum * 1.02, reached);
        Assert.IsGreaterThanOrEqualTo(minimum * 0.999999, reached);
    }

    [TestMethod]
    public void TheResultDependsNeitherOnThreadsNorOnHowRowsAreStored()
    {
        Problem problem = Random(13, rows: 200, features: 30, labels: 40, density: 0.4, weighted: true, missing: 0.1);
        for (int i = 0; i < 200; i++)
            problem.X[i][4] = 3f + (0.01f * i);
        foreach (UpdateRule rule in s_rules)
        {
            var settings = new GradientDescentSettings { UpdateRule = rule, NumberOfIterations = 3, Threads = 1, ValidationFraction = 0.2 };
            LinearModel expected = new GradientDescentSolver(settings).Fit(problem.InMemory()).Model;
            AssertSameBits(expected, new GradientDescentSolver(settings with { Threads = 2 }).Fit(problem.InMemory()).Model);
            AssertSameBits(expected, new GradientDescentSolver(settings with { Threads = 3 }).Fit(problem.Streamed(sparse: false)).Model);
            AssertSameBits(expected, new GradientDescentSolver(settings).Fit(problem.Streamed(sparse: true)).Model);
        }
    }

    [TestMethod]
    public void RowsOfMoreThanOneWindow_AreAllSeenUnderTheirNumbers()
    {
        // A window ends with the 2^22nd value of its training rows, of which there are nine in ten here.
        const int Rows = 2500, Features = 2000;
        Problem problem = Random(23, Rows, Features, labels: 2);
        var settings = new GradientDescentSettings { NumberOfIterations = 1, ValidationFraction = 0.1, Seed = 4 };
        GradientDescentResult result = new GradientDescentSolver(settings).Fit(problem.InMemory());
        Assert.HasCount(2, result.Statistics.Windows);
        AssertSameBits(result.Model, new GradientDescentSolver(settings).Fit(problem.Streamed(sparse: false)).Model);

        var holdOut = new HoldOut(0.1, 4);
        int[] held = [.. Enumerable.Range(0, Rows).Where(row => holdOut.Contains(row))];
        Assert.IsGreaterThan(result.Statistics.Windows[0].RowCount, held[^1]);
        var judged = new Problem([.. held.Select(row => problem.X[row])], [.. held.Select(row => problem.T[row])], null);
        double loss = Objective(judged, result.Model, 0, new double[(Features + 1) * 2]) / (2 * held.Length);
        Assert.AreEqual(loss, result.Curve[0].Measure!.Value, 1e-5 * loss);
    }

    [TestMethod]
    public void AnotherSeedIsAnotherOrder()
    {
        Problem problem = Random(17, rows: 100, features: 5, labels: 2);
        var settings = new GradientDescentSettings { NumberOfIterations = 1 };
        float[] first = new GradientDescentSolver(settings).Fit(problem.InMemory()).Model.Weights;
        float[] second = new GradientDescentSolver(settings with { Seed = 2 }).Fit(problem.InMemory()).Model.Weights;
        CollectionAssert.AreNotEqual(first, second);
    }

    [TestMethod]
    public void TheUnitsOfFeaturesDoNotMatter()
    {
        // Without regularisation; by powers of two, so that not a bit may change.
        Problem problem = Random(19, rows: 60, features: 4, labels: 2);
        var settings = new GradientDescentSettings { L2Regularization = 0 };
        LinearModel plain = new GradientDescentSolver(settings).Fit(problem.InMemory()).Model;
        float[] units = [1f, 1024f, 1f / 4096, 65536f];
        foreach (float[] row in problem.X)
        {
            for (int d = 0; d < 4; d++)
                row[d] *= units[d];
        }

        LinearModel scaled = new GradientDescentSolver(settings).Fit(problem.InMemory()).Model;

        for (int i = 0; i < plain.Weights.Length; i++)
            Assert.AreEqual(plain.Weights[i], scaled.Weights[i] * units[i / 2], 1e-5f * MathF.Abs(plain.Weights[i]));
    }

    [TestMethod]
    public void AnOffsetOfFeaturesDoesNotMatter()
    {
        Problem problem = Random(23, rows: 200, features: 6, labels: 3);
        var settings = new GradientDescentSettings { L2Regularization = 1 };
        double minimum = Minimum(problem, 1);
        foreach (float[] row in problem.X)
        {
            for (int d = 0; d < 6; d++)
                row[d] += 100f;
        }

        LinearModel model = new GradientDescentSolver(settings).Fit(problem.InMemory()).Model;

        Assert.IsLessThan(minimum * 1.02, Objective(problem, model, 1, new double[7 * 3]));
    }

    [TestMethod]
    public void RowsThatAreNotFiniteAreCountedAndSkipped()
    {
        Problem problem = Random(29, rows: 50, features: 4, labels: 2);
        var settings = new GradientDescentSettings { Shuffle = false };
        LinearModel clean = new GradientDescentSolver(settings).Fit(problem.InMemory()).Model;
        List<float[]> x = [.. problem.X];
        List<float[]> t = [.. problem.T];
        x.Insert(7, [1f, float.NaN, 0f, 0f]);
        t.Insert(7, [1f, 1f]);
        x.Add([float.PositiveInfinity, 0f, 0f, 0f]);
        t.Add([0f, 1f]);

        GradientDescentResult result = new GradientDescentSolver(settings).Fit(new Problem([.. x], [.. t], null).InMemory());

        Assert.AreEqual(2, result.Statistics.BadRowCount);
        Assert.AreEqual(50, result.Statistics.TrainingRowCount);
        AssertSameBits(clean, result.Model);
    }

    [TestMethod]
    public void ARowOfWeightTwoIsTwoRows()
    {
        Problem once = Random(31, rows: 40, features: 3, labels: 2);
        var weights = new float[40];
        weights.AsSpan().Fill(2f);
        var twice = new Problem([.. once.X, .. once.X], [.. once.T, .. once.T], null);
        var settings = new GradientDescentSettings { L2Regularization = 1, NumberOfIterations = 200 };
        float[] expected = AllWeights(new GradientDescentSolver(settings).Fit(twice.InMemory()).Model);
        float[] actual = AllWeights(new GradientDescentSolver(settings).Fit((once with { Weights = weights }).InMemory()).Model);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 0.01f, $"weight {i}");
    }

    [TestMethod]
    public void OddShapesGiveFiniteModels()
    {
        Problem[] problems =
        [
            new([[1f, 2f]], [[1f]], null),
            new([[0f, 0f], [0f, 0f], [0f, 0f]], [[1f], [0f], [1f]], null),
            new([[5f, 0f], [5f, 1f], [5f, 0f]], [[1f, 0f], [0f, 0f], [1f, 0f]], null),
            new([[1e-20f, 1e15f], [2e-20f, -1e15f], [3e-20f, 1e14f]], [[1f, 1f], [0f, 1f], [1f, 1f]], null),
        ];
        foreach (Problem problem in problems)
        {
            foreach (bool bias in (bool[])[true, false])
            {
                LinearModel model = new GradientDescentSolver(new GradientDescentSettings { FitBias = bias }).Fit(problem.InMemory()).Model;
                Assert.IsTrue(Array.TrueForAll(AllWeights(model), float.IsFinite));
                if (!bias)
                    CollectionAssert.AreEqual(new float[problem.Labels], model.Bias);
            }
        }
    }

    private static double Minimum(Problem problem, double l2)
    {
        // Plain gradient descent in double with a step short enough for the curvature of all rows, until nothing is left to gain.
        var model = new LinearModel(problem.Features, problem.Labels);
        double curvature = l2;
        foreach ((float[] row, int i) in problem.X.Select((row, i) => (row, i)))
            curvature += (problem.Weights?[i] ?? 1) * (1 + row.Sum(value => (double)value * value)) / 4;
        var gradient = new double[(problem.Features + 1) * problem.Labels];
        var w = new double[gradient.Length];
        var previous = new double[gradient.Length];
        double best = double.PositiveInfinity;
        for (int step = 0; step < 3000; step++)
        {
            double momentum = step / (step + 3.0);
            for (int i = 0; i < w.Length; i++)
            {
                double ahead = w[i] + (momentum * (w[i] - previous[i]));
                previous[i] = w[i];
                w[i] = ahead;
                if (i < model.Weights.Length)
                    model.Weights[i] = (float)ahead;
                else
                    model.Bias[i - model.Weights.Length] = (float)ahead;
            }

            best = Math.Min(best, Objective(problem, model, l2, gradient));
            for (int i = 0; i < w.Length; i++)
                w[i] -= gradient[i] / curvature;
        }

        return best;
    }
}
