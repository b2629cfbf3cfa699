using MLNetLoss.Losses;
using MLNetLoss.Solvers;
using static MLNetLoss.Tests.Solvers.GradientDescentProblems;

namespace MLNetLoss.Tests.Solvers;

/// <summary>The textbook rules against the formulas of their papers, dense and in double.</summary>
[TestClass]
public sealed class GradientDescentRuleTests
{
    private const int BatchSize = 4;
    private const int Passes = 5;

    [TestMethod]
    [DataRow(UpdateRule.Sgd, 1.0, 0.7)]
    [DataRow(UpdateRule.Momentum, 1.0, 0.7)]
    [DataRow(UpdateRule.Nesterov, 1.0, 0.7)]
    [DataRow(UpdateRule.AdaGrad, 1.0, 0.7)]
    [DataRow(UpdateRule.Adam, 1.0, 0.7)]
    [DataRow(UpdateRule.AdamW, 1.0, 0.7)]
    [DataRow(UpdateRule.Sgd, 0.3, 0.0)]
    [DataRow(UpdateRule.Momentum, 0.3, 0.0)]
    [DataRow(UpdateRule.Nesterov, 0.3, 0.0)]
    [DataRow(UpdateRule.AdaGrad, 0.3, 0.0)]
    [DataRow(UpdateRule.Adam, 0.3, 0.0)]
    [DataRow(UpdateRule.AdamW, 0.3, 0.7)]
    public void ARuleFollowsItsPaper(UpdateRule rule, double density, double l2)
    {
        foreach (StepSchedule schedule in Enum.GetValues<StepSchedule>())
        {
            Problem problem = Random(7, rows: 24, features: 9, labels: 3, density);
            GradientDescentSettings settings = InOrder(rule) with { L2Regularization = l2, Schedule = schedule };
            AssertFollows(problem, settings);
        }
    }

    [TestMethod]
    [DataRow(UpdateRule.AdaGrad)]
    [DataRow(UpdateRule.Adam)]
    [DataRow(UpdateRule.AdamW)]
    public void EpsilonIsAddedToTheRoot(UpdateRule rule)
    {
        Problem problem = Random(7, rows: 24, features: 9, labels: 3);
        AssertFollows(problem, InOrder(rule) with { L2Regularization = 0.7, Epsilon = 0.3 });
    }

    /// <summary>Without a memory of gradients nothing runs out at a feature that is not seen; with one longer than that of squares, nothing shrinks.</summary>
    [TestMethod]
    [DataRow(UpdateRule.Adam, 0.0, 0.999)]
    [DataRow(UpdateRule.AdamW, 0.0, 0.99)]
    [DataRow(UpdateRule.Adam, 0.5, 0.9)]
    [DataRow(UpdateRule.AdamW, 0.95, 0.9)]
    public void OtherDecaysFollowTheirPaper(UpdateRule rule, double beta1, double beta2)
    {
        Problem problem = Random(7, rows: 24, features: 9, labels: 3, density: 0.3);
        AssertFollows(problem, InOrder(rule) with { Beta1 = beta1, Beta2 = beta2 });
    }

    /// <summary>A step is a gradient over the root of its own mean square: how much a label's loss weighs cancels, however little it is.</summary>
    [TestMethod]
    [DataRow(1e-6f)]
    [DataRow(1e6f)]
    public void AdaptiveSteps_HaveNoUnit(float weight)
    {
        Problem problem = Random(7, rows: 24, features: 9, labels: 3);
        var settings = new GradientDescentSettings
        {
            UpdateRule = UpdateRule.Adaptive,
            L2Regularization = 0,
            NumberOfIterations = Passes,
            BatchSize = BatchSize,
        };
        float[] expected = AllWeights(new GradientDescentSolver(settings).Fit(problem.InMemory()).Model);
        float[] actual = AllWeights(new GradientDescentSolver(settings, new BCEWithLogitsLoss([weight])).Fit(problem.InMemory()).Model);
        Assert.IsGreaterThan(0.1f, expected.Max());
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5, $"weight {i}");
    }

    [TestMethod]
    public void ACoordinateLongUnseenStillFollowsItsPaper()
    {
        // Feature 0 stands in the first rows only, so that its momentum has to run out unseen, beyond what is made up step by step.
        Problem problem = Random(3, rows: 1600, features: 2, labels: 2);
        for (int i = 4; i < problem.X.Length; i++)
            problem.X[i][0] = 0f;
        foreach (UpdateRule rule in (UpdateRule[])[UpdateRule.Momentum, UpdateRule.Nesterov, UpdateRule.Adam, UpdateRule.AdamW])
        {
            AssertFollows(problem, InOrder(rule) with { LearningRate = 0.01, NumberOfIterations = 2 });
        }
    }

    /// <summary>Decays so close to 1 that they are 1 in single precision.</summary>
    [TestMethod]
    [DataRow(0.99999999, 0.999)]
    [DataRow(0.9, 0.99999999)]
    public void DecaysNearOneFollowTheirPaper(double beta1, double beta2)
    {
        Problem problem = Random(7, rows: 24, features: 9, labels: 3);
        AssertFollows(problem, InOrder(UpdateRule.Adam) with { Beta1 = beta1, Beta2 = beta2 });
    }

    /// <summary>Settings of a descent that a plain loop can follow: rows in their order, no pull towards zero.</summary>
    private static GradientDescentSettings InOrder(UpdateRule rule) => new()
    {
        UpdateRule = rule,
        LearningRate = 0.05,
        L2Regularization = 0,
        NumberOfIterations = Passes,
        BatchSize = BatchSize,
        Shuffle = false,
    };

    private static void AssertFollows(Problem problem, GradientDescentSettings settings)
    {
        double[] expected = Reference(problem, settings);
        float[] actual = AllWeights(new GradientDescentSolver(settings).Fit(problem.InMemory()).Model);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5, $"{settings.UpdateRule}, {settings.Schedule}, weight {i}");
    }

    /// <summary>Every weight in every step, in the order of the rows; the formulas as the papers print them.</summary>
    private static double[] Reference(Problem problem, GradientDescentSettings settings)
    {
        int rows = problem.X.Length;
        int size = (problem.Features + 1) * problem.Labels;
        var w = new double[size];
        var first = new double[size];
        var second = new double[size];
        double l2 = settings.L2Regularization!.Value / rows;
        int steps = settings.NumberOfIterations!.Value * (rows / BatchSize);
        for (int step = 1; step <= steps; step++)
        {
            double done = (step - 1.0) / steps;
            double rate = settings.LearningRate!.Value * settings.Schedule switch
            {
                StepSchedule.Linear => 1 - done,
                StepSchedule.Cosine => (1 + Math.Cos(Math.PI * done)) / 2,
                StepSchedule.InverseSquareRoot => 1 / Math.Sqrt(step),
                _ => 1,
            };
            int start = (step - 1) * BatchSize % rows;
            double[] g = Gradient(problem, w, start);
            for (int i = 0; i < size; i++)
            {
                bool regularized = i < problem.Features * problem.Labels;
                if (regularized && settings.UpdateRule != UpdateRule.AdamW)
                    g[i] += l2 * w[i];
                switch (settings.UpdateRule)
                {
                    case UpdateRule.Sgd:
                        w[i] -= rate * g[i];
                        break;
                    case UpdateRule.Momentum:
                        first[i] = (settings.Momentum * first[i]) + g[i];
                        w[i] -= rate * first[i];
                        break;
                    case UpdateRule.Nesterov:
                        first[i] = (settings.Momentum * first[i]) + g[i];
                        w[i] -= rate * (g[i] + (settings.Momentum * first[i]));
                        break;
                    case UpdateRule.AdaGrad:
                        first[i] += g[i] * g[i];
                        w[i] -= rate * g[i] / (Math.Sqrt(first[i]) + settings.Epsilon);
                        break;
                    default:
                        first[i] = (settings.Beta1 * first[i]) + ((1 - settings.Beta1) * g[i]);
                        second[i] = (settings.Beta2 * second[i]) + ((1 - settings.Beta2) * g[i] * g[i]);
                        double mean = first[i] / (1 - Math.Pow(settings.Beta1, step));
                        double square = second[i] / (1 - Math.Pow(settings.Beta2, step));
                        if (regularized && settings.UpdateRule == UpdateRule.AdamW)
                            w[i] *= 1 - (rate * l2);
                        w[i] -= rate * mean / (Math.Sqrt(square) + settings.Epsilon);
                        break;
                }
            }
        }

        return w;
    }

    private static double[] Gradient(Problem problem, double[] w, int start)
    {
        int labels = problem.Labels;
        var gradient = new double[w.Length];
        for (int i = start; i < start + BatchSize; i++)
        {
            for (int l = 0; l < labels; l++)
            {
                double z = w[(problem.Features * labels) + l];
                for (int d = 0; d < problem.Features; d++)
                    z += w[(d * labels) + l] * problem.X[i][d];
                double residual = ((1 / (1 + Math.Exp(-z))) - problem.T[i][l]) / BatchSize;
                for (int d = 0; d < problem.Features; d++)
                    gradient[(d * labels) + l] += residual * problem.X[i][d];
                gradient[(problem.Features * labels) + l] += residual;
            }
        }

        return gradient;
    }
}
