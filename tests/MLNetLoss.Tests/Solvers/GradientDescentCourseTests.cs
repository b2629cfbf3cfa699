using MLNetLoss.Solvers;
using static MLNetLoss.Tests.Solvers.GradientDescentProblems;

namespace MLNetLoss.Tests.Solvers;

/// <summary>The course of a training: validation, progress, cancellation, what is refused, models that go on learning.</summary>
[TestClass]
public sealed class GradientDescentCourseTests
{
    [TestMethod]
    public void JudgingDoesNotDisturbTraining()
    {
        // Features that are rarely there are behind by many steps when the pass ends.
        Problem problem = Random(41, rows: 60, features: 12, labels: 3, density: 0.1);
        Problem judged = Random(42, rows: 30, features: 12, labels: 3, density: 0.1);
        foreach (UpdateRule rule in Enum.GetValues<UpdateRule>())
        {
            var solver = new GradientDescentSolver(new() { UpdateRule = rule, NumberOfIterations = 4, BatchSize = 2, Patience = 10 });
            double[] alone = [.. solver.Fit(problem.InMemory()).Curve.Select(point => point.TrainingLoss)];
            CollectionAssert.AreEqual(alone, solver.Fit(problem.InMemory(), validation: judged.InMemory()).Curve.Select(point => point.TrainingLoss).ToArray(), $"{rule}");
        }
    }

    [TestMethod]
    public void TheBestWeightsByTheMeasureAreKept()
    {
        Problem problem = Random(41, rows: 60, features: 4, labels: 2);
        var settings = new GradientDescentSettings { Patience = 3, NumberOfIterations = 30, Schedule = StepSchedule.Constant };
        var measure = new Scripted([0.5, 0.7, 0.6, double.NaN, 0.7, 0.9]);

        GradientDescentResult stopped = new GradientDescentSolver(settings).Fit(problem.InMemory(), null, problem.InMemory(), (_, _) => measure);

        Assert.AreEqual(StopReason.NoImprovement, stopped.StopReason);
        Assert.AreEqual(5, stopped.PassCount);
        Assert.AreEqual(2, stopped.BestPass);
        Assert.AreEqual(0.7, stopped.Curve[1].Measure);
        LinearModel twoPasses = new GradientDescentSolver(settings with { NumberOfIterations = 2 }).Fit(problem.InMemory()).Model;
        AssertSameBits(twoPasses, stopped.Model);
    }

    [TestMethod]
    public void ImprovementsTooSmallAreNone()
    {
        Problem problem = Random(41, rows: 60, features: 4, labels: 2);
        var settings = new GradientDescentSettings
        {
            Patience = 3,
            NumberOfIterations = 30,
            Schedule = StepSchedule.Constant,
            MinimumImprovement = 0.1,
        };
        var measure = new Scripted([0.5, 0.59, 0.61, 0.7, 0.7, 0.7, 0.9]);
        GradientDescentResult stopped = new GradientDescentSolver(settings).Fit(problem.InMemory(), null, problem.InMemory(), (_, _) => measure);
        Assert.AreEqual(3, stopped.BestPass);
        Assert.AreEqual(6, stopped.PassCount);
    }

    [TestMethod]
    public void OtherSeedsKeepOtherRows()
    {
        string[] kept = [.. Enumerable.Range(-3, 12).Select(seed =>
            string.Concat(Enumerable.Range(0, 64).Select(row => new HoldOut(0.5, seed).Contains(row) ? '1' : '0')))];
        CollectionAssert.AllItemsAreUnique(kept);
    }

    [TestMethod]
    public void AConstantFeatureHasNoScale()
    {
        // Its mean square less the square of its mean is rounding, of either sign.
        var x = new float[1000][];
        for (int row = 0; row < x.Length; row++)
            x[row] = [.1f, .3f, 1.7f, 123.456f, -7e-5f, 1 / 3f, row % 2];
        TrainingSet data = RandomRows.Of(x, [.. x.Select(row => (float[])[row[^1]])]);
        var scales = new FeatureScales(RowStatistics.Collect(new MemoryRowSource(data), default, CancellationToken.None), center: true);
        CollectionAssert.AreEqual(new float[6], scales.Scales[..6]);
        Assert.IsGreaterThan(0, scales.Scales[6]);
    }

    /// <summary>Times in seconds since 1970: one label says which are in the second hour.</summary>
    [TestMethod]
    public void AFeatureFarFromZeroIsLearntFrom()
    {
        const float Begin = 1.7e9f;
        Problem problem = Random(71, rows: 500, features: 2, labels: 1);
        for (int row = 0; row < 500; row++)
        {
            problem.X[row][0] = Begin + (14.4f * row);
            problem.T[row][0] = problem.X[row][0] > Begin + 3600 ? 1 : 0;
        }

        LinearModel model = new GradientDescentSolver(new()).Fit(problem.InMemory()).Model;
        int right = Enumerable.Range(0, 500).Count(row =>
            ((double)model.Weights[0] * problem.X[row][0]) + (model.Weights[1] * problem.X[row][1]) + model.Bias[0] > 0 == problem.T[row][0] > 0);
        Assert.IsGreaterThan(475, right);
    }

    [TestMethod]
    public void ValidationRowsThatSayNothingAreRefused()
    {
        Problem problem = Random(41, rows: 60, features: 4, labels: 2);
        float[][] missing = [.. problem.T.Select(row => row.Select(_ => float.NaN).ToArray())];
        Refuses(() => new GradientDescentSolver(new()).Fit(problem.InMemory(), validation: (problem with { T = missing }).InMemory()));
        Refuses(() => new GradientDescentSolver(new()).Fit(problem.InMemory(), validation: (problem with { Weights = new float[60] }).InMemory()));
        Problem held = Random(41, rows: 60, features: 4, labels: 2);
        var holdOut = new HoldOut(0.3, 1);
        for (int row = 0; row < 60; row++)
        {
            if (holdOut.Contains(row))
                Array.Fill(held.T[row], float.NaN);
        }

        Refuses(() => new GradientDescentSolver(new() { ValidationFraction = 0.3, Seed = 1 }).Fit(held.InMemory()));

        Assert.Contains("A fraction of 1E-12 of 60 rows leaves no row for validation", Assert.ThrowsExactly<ArgumentException>(
            () => new GradientDescentSolver(new() { ValidationFraction = 1e-12 }).Fit(problem.InMemory())).Message);

        static void Refuses(Action fit) => Assert.Contains(
            "No held-out row has a weight above 0, a target that is not missing", Assert.ThrowsExactly<ArgumentException>(fit).Message);
    }

    [TestMethod]
    public void AMeasureThatIsNeverANumberStopsNothing()
    {
        Problem problem = Random(41, rows: 60, features: 4, labels: 2);
        var settings = new GradientDescentSettings { Patience = 2, NumberOfIterations = 6 };
        GradientDescentResult result = new GradientDescentSolver(settings).Fit(
            problem.InMemory(), null, problem.InMemory(), (_, _) => new Scripted([.. Enumerable.Repeat(double.NaN, 6)]));
        Assert.AreEqual(6, result.PassCount);
        AssertSameBits(new GradientDescentSolver(settings).Fit(problem.InMemory()).Model, result.Model);
    }

    [TestMethod]
    public void TheRowsKeptForValidationAreNotLearntFrom()
    {
        Problem problem = Random(43, rows: 400, features: 4, labels: 2);
        var settings = new GradientDescentSettings { ValidationFraction = 0.25, NumberOfIterations = 8 };

        GradientDescentResult result = new GradientDescentSolver(settings).Fit(problem.InMemory());

        RowStatistics statistics = result.Statistics;
        Assert.AreEqual(400, statistics.TrainingRowCount + statistics.ValidationRowCount);
        Assert.IsTrue(statistics.ValidationRowCount is > 70 and < 130, $"{statistics.ValidationRowCount} rows");
        int best = result.BestPass;
        Assert.AreEqual(result.Curve.Min(progress => progress.Measure), result.Curve[best - 1].Measure);
        var holdOut = new HoldOut(0.25, settings.Seed);
        int[] kept = [.. Enumerable.Range(0, 400).Where(row => holdOut.Contains(row))];
        var unused = new double[5 * 2];
        var held = new Problem([.. kept.Select(row => problem.X[row])], [.. kept.Select(row => problem.T[row])], null);
        Assert.AreEqual(Objective(held, result.Model, 0, unused) / (2 * kept.Length), result.Curve[best - 1].Measure!.Value, 1e-5);
    }

    [TestMethod]
    public void ProgressIsToldAfterEachPass()
    {
        Problem problem = Random(47, rows: 50, features: 3, labels: 2);
        var told = new List<GradientDescentProgress>();
        var settings = new GradientDescentSettings { NumberOfIterations = 4 };

        GradientDescentResult result = new GradientDescentSolver(settings).Fit(problem.InMemory(), progress: new Listener(told.Add));

        CollectionAssert.AreEqual(result.Curve.ToArray(), told);
        CollectionAssert.AreEqual((int[])[1, 2, 3, 4], told.ConvertAll(progress => progress.Pass));
        Assert.IsLessThan(told[0].TrainingLoss, told[3].TrainingLoss);
        Assert.AreEqual(TimeSpan.Zero, told[3].Remaining);
        Assert.AreEqual(StopReason.AllPassesDone, result.StopReason);
    }

    [TestMethod]
    public void ACancelledTrainingThrows()
    {
        Problem problem = Random(53, rows: 50, features: 3, labels: 40);
        using var cancellation = new CancellationTokenSource();
        var stopper = new Listener(progress =>
        {
            if (progress.Pass == 2)
                cancellation.Cancel();
        });
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            new GradientDescentSolver(new() { Threads = 2 }).Fit(problem.InMemory(), progress: stopper, cancellation: cancellation.Token));
    }

    [TestMethod]
    public void WhatCannotBeLearntFromIsRefused()
    {
        Refuses<InvalidDataException>("There is no row", new Problem([], [], null), features: 2, labels: 1);
        Refuses<InvalidDataException>("All 2 rows have a feature that is NaN", new Problem([[float.NaN], [float.NegativeInfinity]], [[1f], [0f]], null));
        Refuses<InvalidDataException>("has a positive target", new Problem([[1f], [2f]], [[0f], [float.NaN]], null));
        Refuses<ArgumentException>("The target of label 1 in row 0 is 1.5", new Problem([[1f]], [[0f, 1.5f]], null));
        Refuses<ArgumentException>("Row 1 weighs -1", new Problem([[1f], [1f]], [[1f], [1f]], [1f, -1f]));
        Refuses<InvalidDataException>("have the weight 0", new Problem([[1f]], [[1f]], [0f]));

        Problem good = Random(59, rows: 9, features: 3, labels: 2);
        var solver = new GradientDescentSolver(new());
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() =>
            solver.Fit(good.InMemory(), validation: Random(1, rows: 5, features: 3, labels: 4).InMemory()));
        Assert.AreEqual(
            "The validation data has 3 features and 4 labels; the rows to learn from have 3 and 2.", fault.Message);
        Assert.ThrowsExactly<ArgumentException>(() => solver.Fit(good.InMemory(), new LinearModel(2, 2)));
        Assert.ThrowsExactly<ArithmeticException>(() => new GradientDescentSolver(
            new() { UpdateRule = UpdateRule.Sgd, LearningRate = 1e30 }).Fit(good.InMemory()));

        // Of the only step nothing is scored any more; and a feature that is always zero has a gradient of zero over a root of zero.
        ArithmeticException infinite = Assert.ThrowsExactly<ArithmeticException>(() => new GradientDescentSolver(
            new() { UpdateRule = UpdateRule.Sgd, LearningRate = 1e39, NumberOfIterations = 1, BatchSize = 9 }).Fit(good.InMemory()));
        Assert.Contains("weights that are not finite", infinite.Message);
        Problem zero = Random(59, rows: 9, features: 3, labels: 2, density: 0);
        Assert.ThrowsExactly<ArithmeticException>(() => new GradientDescentSolver(
            new() { UpdateRule = UpdateRule.Adam, Epsilon = 0 }).Fit((zero with { X = [.. zero.X.Select((row, i) => (float[])[i, 0, 0])] }).InMemory()));

        static void Refuses<TException>(string expected, Problem problem, int features = 0, int labels = 0)
            where TException : Exception
        {
            RowSource source = features == 0
                ? problem.InMemory()
                : new MemoryRowSource(new TrainingSet(new RowMatrixBuilder(features).Build(), new RowMatrixBuilder(labels).Build()));
            TException fault = Assert.ThrowsExactly<TException>(() => new GradientDescentSolver(new()).Fit(source));
            Assert.Contains(expected, fault.Message);
        }
    }

    [TestMethod]
    public void AnUpdateLeavesAloneWhatTheNewRowsSayNothingAbout()
    {
        Problem problem = Random(61, rows: 80, features: 5, labels: 2);
        var solver = new GradientDescentSolver(new());
        LinearModel model = solver.Fit(problem.InMemory()).Model;
        float[] before = AllWeights(model);
        var rows = new Problem([[0f, 1f, 0f, 0f, 0f]], [[1f, float.NaN]], null);

        LinearModel updated = solver.Update(model, rows.InMemory()).Model;

        CollectionAssert.AreEqual(before, AllWeights(model));
        for (int d = 0; d < 5; d++)
        {
            Assert.AreEqual(model.Weights[(2 * d) + 1], updated.Weights[(2 * d) + 1], 1e-6f);
            if (d != 1)
                Assert.AreEqual(model.Weights[2 * d], updated.Weights[2 * d]);
        }

        // The minimum of log(1 + exp(-z)) + (d² + e²) / 2 where z = before + d + e: d = e = 1 / (1 + exp(z)).
        double z = model.Weights[2] + model.Bias[0];
        double gained = 0;
        for (int i = 0; i < 200; i++)
            gained += 0.3 * ((1 / (1 + Math.Exp(z + (2 * gained)))) - gained);
        Assert.AreEqual(gained, updated.Weights[2] - model.Weights[2], 0.01);
        Assert.AreEqual(gained, updated.Bias[0] - model.Bias[0], 0.01);
    }

    /// <summary>An update pulls towards the model it starts from, bias included, whatever the rule.</summary>
    [TestMethod]
    [DataRow(UpdateRule.Adam)]
    [DataRow(UpdateRule.AdamW)]
    public void AStrongPullKeepsTheModel(UpdateRule rule)
    {
        Problem problem = Random(61, rows: 80, features: 5, labels: 2);
        LinearModel model = new GradientDescentSolver(new()).Fit(problem.InMemory()).Model;
        Problem other = Random(62, rows: 80, features: 5, labels: 2);
        LinearModel updated = new GradientDescentSolver(new() { UpdateRule = rule, L2Regularization = 1e4, NumberOfIterations = 100 })
            .Update(model, other.InMemory()).Model;
        float[] before = AllWeights(model), after = AllWeights(updated);
        for (int i = 0; i < before.Length; i++)
            Assert.AreEqual(before[i], after[i], 0.02, $"weight {i}");
    }

    private sealed class Listener(Action<GradientDescentProgress> action) : IProgress<GradientDescentProgress>
    {
        public void Report(GradientDescentProgress value) => action(value);
    }

    /// <summary>A measure of values given beforehand.</summary>
    private sealed class Scripted(double[] values) : ValidationMeasure
    {
        private int _next = -1;

        public override bool HigherIsBetter => true;

        public override double Value => values[_next];

        public override void Reset() => _next++;

        public override void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> cells, float weight)
        {
        }
    }
}
