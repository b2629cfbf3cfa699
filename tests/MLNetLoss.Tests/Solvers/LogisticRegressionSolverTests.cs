using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

[TestClass]
public sealed class LogisticRegressionSolverTests
{
    // Objectives that LIBLINEAR reaches at C = 1 with the constant feature, see the shared data's own table.
    [TestMethod]
    [DataRow("emotions", 745.01)]
    [DataRow("yeast", 8320.80)]
    [DataRow("enron", 3300.58)]
    [DataRow("bibtex", 10978.11)]
    public void Real_data_reach_the_optimum_that_LIBLINEAR_finds(string set, double optimum)
    {
        TrainingSet data = TextRows.Read(SharedData.Train(set), appendConstant: true);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { FitBias = false });
        List<LogisticRegressionCertificate> ordinary = [.. solution.Labels.Where(label => label.Classes == LabelClasses.Both)];
        Assert.AreEqual(optimum, ordinary.Sum(label => label.Objective), 2e-4 * optimum);
        Assert.IsTrue(solution.Converged);
    }

    [TestMethod]
    [DataRow(1.0, 30, 5, true)]
    [DataRow(1.0, 30, 5, false)]
    [DataRow(0.3, 300, 12, true)]
    [DataRow(0.3, 300, 12, false)]
    [DataRow(0.3, 20, 40, true)]
    [DataRow(0.1, 20, 40, false)]
    public void Agrees_with_the_textbook(double density, int rows, int features, bool fitBias)
    {
        foreach (double l2 in new[] { 1.0, 0.01, 30 })
        {
            AssertAgrees(RandomRows.Make(1, rows, features, 3, density), l2, fitBias);
            AssertAgrees(RandomRows.Make(2, rows, features, 2, density, soft: true), l2, fitBias);
            AssertAgrees(RandomRows.Make(3, rows, features, 2, density, missing: 0.3), l2, fitBias);
            AssertAgrees(RandomRows.Make(4, rows, features, 2, density, weighted: true), l2, fitBias);
            AssertAgrees(RandomRows.Make(5, rows, features, 2, density, soft: true, missing: 0.3, weighted: true), l2, fitBias);
        }
    }

    [TestMethod]
    public void Without_L2_the_unpenalised_minimum_is_found()
    {
        TrainingSet data = RandomRows.Make(7, 400, 4, 2);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { L2Regularization = 0, Tolerance = 1e-8 });
        for (int label = 0; label < 2; label++)
        {
            (double[] weights, double objective) = LogisticRegressionReference.Solve(data, label, 0, fitBias: true);
            Assert.AreEqual(SolverStatus.Converged, solution.Labels[label].Status);
            Assert.IsTrue(double.IsNaN(solution.Labels[label].DualityGap));
            Assert.AreEqual(objective, solution.Labels[label].Objective, 1e-6 * objective);
            for (int feature = 0; feature < 4; feature++)
                Assert.AreEqual(weights[feature], solution.Model.WeightsOf(feature)[label], 1e-3);
        }
    }

    [TestMethod]
    public void Without_L2_separable_classes_are_said_to_have_no_minimum()
    {
        TrainingSet data = RandomRows.Of([[-2], [-1], [1], [2]], [[0], [0], [1], [1]]);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { L2Regularization = 0 });
        Assert.AreEqual(SolverStatus.Separable, solution.Labels[0].Status);
        Assert.IsFalse(solution.Converged);
        Assert.IsTrue(float.IsFinite(solution.Model.Weights[0]) && solution.Model.Weights[0] > 1);
    }

    [TestMethod]
    public void A_label_of_one_class_gets_a_bias_by_rule_and_is_named()
    {
        TrainingSet data = RandomRows.Of(
            [[1], [2], [3]], [[0, 1, 0, float.NaN], [0, 1, 1, float.NaN], [0, float.NaN, 1, float.NaN]]);
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new());
        CollectionAssert.AreEqual(
            new[] { LabelClasses.NegativeOnly, LabelClasses.PositiveOnly, LabelClasses.Both, LabelClasses.None },
            solution.Labels.Select(label => label.Classes).ToArray());
        Assert.AreEqual((float)Math.Log(0.5 / 3.5), solution.Model.Bias[0]);
        Assert.AreEqual((float)Math.Log(2.5 / 0.5), solution.Model.Bias[1]);
        Assert.AreEqual(0, solution.Model.Bias[3]);
        foreach (int label in new[] { 0, 1, 3 })
        {
            Assert.AreEqual(SolverStatus.SetByRule, solution.Labels[label].Status);
            Assert.AreEqual(0, solution.Model.Weights[label]);
        }

        Assert.IsTrue(solution.Converged, "labels without a minimum do not count");
        Assert.AreEqual(solution.Labels[2].Objective, solution.Objective);
    }

    [TestMethod]
    public void A_label_of_one_class_has_an_ordinary_minimum_when_no_bias_is_free()
    {
        TrainingSet data = RandomRows.Of([[1, 1], [2, 1], [3, 1]], [[0], [0], [0]]);
        AssertAgrees(data, 1, fitBias: false);
    }

    [TestMethod]
    public void Odd_shapes_are_solved()
    {
        AssertAgrees(RandomRows.Of([[2]], [[0.25f]]), 1, fitBias: true);
        AssertAgrees(RandomRows.Of([[2, 0]], [[1]]), 1, fitBias: false);
        AssertAgrees(RandomRows.Of([[0, 0], [0, 0], [0, 0]], [[1], [0], [0]]), 1, fitBias: true);
        AssertAgrees(RandomRows.Of([[5, 1], [5, 2], [5, 2], [5, 2], [5, 3]], [[1], [0], [1], [1], [0]]), 1, fitBias: true);
        AssertAgrees(RandomRows.Make(9, 60, 3, 37), 1, fitBias: true);
    }

    [TestMethod]
    public void Rows_of_unlike_scale_are_solved()
    {
        var random = new Random(3);
        float[][] features = [.. Enumerable.Range(0, 200).Select(_ => new[]
        {
            1000 + (10 * random.NextSingle()), 1e-3f * random.NextSingle(), random.NextSingle(),
        })];
        float[][] targets = [.. features.Select(row => new[] { row[0] + (5 * random.NextSingle()) > 1007 ? 1f : 0f })];
        AssertAgrees(RandomRows.Of(features, targets), 1e-3, fitBias: true, tolerance: 1e-4);
    }

    [TestMethod]
    public void Threads_change_no_bit()
    {
        TrainingSet data = RandomRows.Make(11, 200, 30, 50, density: 0.2);
        LogisticRegressionSolution one = LogisticRegressionSolver.Solve(data, new() { Threads = 1 });
        LogisticRegressionSolution three = LogisticRegressionSolver.Solve(data, new() { Threads = 3 });
        LogisticRegressionSolution frugal = LogisticRegressionSolver.Solve(data, new() { Threads = 3, MemoryBudget = 1 });
        CollectionAssert.AreEqual(one.Model.Weights, three.Model.Weights);
        CollectionAssert.AreEqual(one.Model.Bias, three.Model.Bias);
        CollectionAssert.AreEqual(one.Curve.ToArray(), three.Curve.ToArray());
        CollectionAssert.AreEqual(one.Labels.ToArray(), three.Labels.ToArray());
        CollectionAssert.AreEqual(one.Model.Weights, frugal.Model.Weights);
    }

    [TestMethod]
    public void A_solution_is_left_at_once_when_started_from()
    {
        TrainingSet data = RandomRows.Make(12, 200, 30, 20, density: 0.2);
        LogisticRegressionSolution cold = LogisticRegressionSolver.Solve(data, new() { Tolerance = 1e-7 });
        LogisticRegressionSolution warm = LogisticRegressionSolver.Solve(data, new() { Tolerance = 1e-4 }, cold.Model);
        Assert.AreEqual(0, warm.Iterations);
        CollectionAssert.AreEqual(cold.Model.Weights, warm.Model.Weights);
        CollectionAssert.AreEqual(cold.Model.Bias, warm.Model.Bias);
    }

    [TestMethod]
    public void A_start_of_another_shape_is_refused()
    {
        TrainingSet data = RandomRows.Make(12, 20, 3, 2);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(
            () => LogisticRegressionSolver.Solve(data, new(), new LinearModel(4, 2)));
        StringAssert.Contains(error.Message, "The start has 4 features and 2 labels; the data have 3 and 2.");
    }

    [TestMethod]
    public void Rows_without_weight_alone_are_refused()
    {
        TrainingSet data = RandomRows.Of([[1], [2]], [[0], [1]], [0, 0]);
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => LogisticRegressionSolver.Solve(data, new()));
        StringAssert.Contains(error.Message, "of 2 rows none has a positive weight");
    }

    [TestMethod]
    public void Too_few_iterations_are_told()
    {
        TrainingSet data = RandomRows.Make(13, 200, 10, 2);
        LogisticRegressionSolution solution =
            LogisticRegressionSolver.Solve(data, new() { L2Regularization = 0.01, NumberOfIterations = 1, Tolerance = 1e-9 });
        Assert.IsFalse(solution.Converged);
        Assert.AreEqual(SolverStatus.IterationLimit, solution.Labels[0].Status);
        Assert.AreEqual(1, solution.Iterations);
        Assert.HasCount(2, solution.Curve);
        (_, double minimum) = LogisticRegressionReference.Solve(data, 0, 0.01, fitBias: true);
        Assert.IsTrue(solution.Labels[0].Objective - solution.Labels[0].DualityGap <= minimum, "the bound holds where it has not converged");
    }

    [TestMethod]
    public void Cancellation_stops_with_its_exception()
    {
        TrainingSet data = RandomRows.Make(14, 200, 10, 40, density: 0.3);
        using var source = new CancellationTokenSource();
        var progress = new Listener(_ => source.Cancel());
        foreach (int threads in new[] { 1, 2 })
        {
            Assert.ThrowsExactly<OperationCanceledException>(() =>
                LogisticRegressionSolver.Solve(data, new() { Threads = threads, Tolerance = 1e-9 }, null, progress, source.Token));
        }
    }

    [TestMethod]
    public void Progress_ends_near_the_minimum_and_counts_labels()
    {
        TrainingSet data = RandomRows.Make(15, 200, 10, 40, density: 0.3);
        List<LogisticRegressionProgress> heard = [];
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(data, new() { Threads = 1 }, null, new Listener(heard.Add));
        CollectionAssert.AreEqual(new[] { 0, 16, 32 }, heard.Select(item => item.LabelsDone).Distinct().ToArray());
        Assert.IsTrue(heard.All(item => item.LabelCount == 40 && item.Remaining.HasValue == item.FractionDone > 0));
        CollectionAssert.AreEqual(heard.Select(item => item.FractionDone).Order().ToArray(), heard.Select(item => item.FractionDone).ToArray());
        Assert.AreEqual(1, heard[^1].FractionDone);
        double last = heard.GroupBy(item => item.LabelsDone).Sum(block => block.Last().Objective);
        Assert.AreEqual(solution.Objective, last, 1e-5 * last);
    }

    [TestMethod]
    public void Settings_report_all_faults_at_once()
    {
        var settings = new LogisticRegressionSettings
        {
            L2Regularization = -1,
            Tolerance = 1,
            NumberOfIterations = 0,
            Threads = -1,
            MemoryBudget = 0,
        };
        string message = Assert.ThrowsExactly<ArgumentException>(settings.Validate).Message;
        foreach (string fault in new[]
        {
            "L2Regularization must be zero or more and finite, but is -1", "Tolerance must be in (0, 1), but is 1",
            "NumberOfIterations must be at least 1, but is 0", "Threads must be zero (one a processor) or more, but is -1", "MemoryBudget must be at least 1 byte, but is 0",
        })
        {
            StringAssert.Contains(message, fault);
        }
    }

    private static void AssertAgrees(TrainingSet data, double l2, bool fitBias, double tolerance = 1e-7)
    {
        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(
            data, new() { L2Regularization = l2, FitBias = fitBias, Tolerance = tolerance });
        for (int label = 0; label < data.LabelCount; label++)
        {
            LogisticRegressionCertificate certificate = solution.Labels[label];
            if (certificate.Status == SolverStatus.SetByRule)
                continue;
            (double[] weights, double minimum) = LogisticRegressionReference.Solve(data, label, l2, fitBias);
            double scale = Math.Max(minimum, 1e-3);
            Assert.AreEqual(SolverStatus.Converged, certificate.Status, $"label {label} {certificate}");
            Assert.AreEqual(LogisticRegressionReference.Objective(data, solution.Model, label, l2), certificate.Objective, 1e-10 * scale);
            Assert.AreEqual(minimum, certificate.Objective, 2 * tolerance * scale);
            Assert.IsTrue(certificate.Objective - certificate.DualityGap <= minimum + (1e-10 * scale), $"the bound holds: {certificate}, {minimum}");
            if (tolerance > 1e-6)
                continue;
            // The distance of the weights follows from the gap, since the objective bends by L2 at least.
            double distance = Math.Sqrt(2 * (certificate.DualityGap + (1e-10 * scale)) / l2) + 1e-4;
            for (int feature = 0; feature < data.FeatureCount; feature++)
                Assert.AreEqual(weights[feature], solution.Model.WeightsOf(feature)[label], distance);
        }
    }

    private sealed class Listener(Action<LogisticRegressionProgress> hear) : IProgress<LogisticRegressionProgress>
    {
        public void Report(LogisticRegressionProgress value) => hear(value);
    }
}
