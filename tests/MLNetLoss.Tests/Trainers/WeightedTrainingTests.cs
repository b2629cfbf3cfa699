using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Losses;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

/// <summary>Weights of cells and of positives, measures that stop a training, paths of L2 terms, odd data: through the trainers.</summary>
[TestClass]
public sealed class WeightedTrainingTests
{
    private static readonly MLContext s_ml = new(1);

    public static IEnumerable<object[]> Trainers => MultiLabelTrainerTests.Trainers;

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void CellWeights_LeaveOutWhatTheySay(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        // Every second target of label 1 is wrong, and weighs nothing.
        Row[] rows = [.. SyntheticRows.Make(400).Select((row, i) => new Row
        {
            Features = row.Features,
            Label = i % 2 == 0 ? [row.Label[0], 1 - row.Label[1], row.Label[2]] : row.Label,
            Cells = [1, i % 2 == 0 ? 0 : 2, 1],
        })];
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        MultiLabelPredictionTransformer model = EstimatorCheck.Run(s_ml, make(s_ml, options => options.CellWeightColumnName = "Cells"), data);
        var metrics = s_ml.MultiLabelClassification.Evaluate(model.Transform(SyntheticRows.View(s_ml, SyntheticRows.Make(300, 8))));
        Assert.IsGreaterThan(0.93, metrics.PerLabel[1].F1, name);
        Assert.AreEqual(400, model.Model.Training!.Labels[1].Weight, 1e-6, name);

        foreach ((int label, float weight) in ((int, float)[])[(2, float.NaN), (0, -1), (0, float.PositiveInfinity)])
        {
            rows[5].Cells = [1, 1, 1];
            rows[5].Cells[label] = weight;
            var bad = Assert.ThrowsExactly<InvalidDataException>(() => make(s_ml, options => options.CellWeightColumnName = "Cells").Fit(data));
            Assert.Contains(FormattableString.Invariant($"Cell weight column 'Cells' holds {weight} for label {label} ('{label}') in row 5"), bad.Message, name);
        }

        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make(s_ml, options => options.CellWeightColumnName = "Features").Fit(data));
        Assert.Contains("cell weight column 'Features': expected a vector of 3 Singles, one for each label, got Vector<Single, 6>", e.Message, name);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make(s_ml, options => options.CellWeightColumnName = "No").Fit(data));
        Assert.Contains("Could not find cell weight column 'No'", e.Message, name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void ExampleWeightThatIsNone_IsNamed(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        foreach (float weight in (float[])[-1, float.NaN, float.PositiveInfinity])
        {
            SyntheticRows.Row[] rows = SyntheticRows.Make(20);
            rows[7].Weight = weight;
            var bad = Assert.ThrowsExactly<InvalidDataException>(
                () => make(s_ml, options => options.ExampleWeightColumnName = "Weight").Fit(SyntheticRows.View(s_ml, rows)));
            Assert.Contains(FormattableString.Invariant($"Example weight column 'Weight' holds {weight} in row 7; expected a finite"), bad.Message, name);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void BalancedPositives_AreFoundMoreOften(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        SyntheticRows.Row[] rows = SyntheticRows.Make(500);
        var random = new Random(5);
        foreach (SyntheticRows.Row row in rows)
            row.Label[0] = row.Features[0] + (4 * random.NextDouble()) - 2 > 2.2 ? 1 : 0;
        IDataView data = SyntheticRows.View(s_ml, rows);
        double plain = Recall(_ => { });
        double balanced = Recall(options => options.BalancePosWeight = true);
        double given = Recall(options => options.PosWeight = [8]);
        Assert.IsGreaterThan(plain + 0.2, balanced, name);
        Assert.IsGreaterThan(plain + 0.2, given, name);

        double Recall(Action<MultiLabelTrainerOptions> set) =>
            s_ml.MultiLabelClassification.Evaluate(make(s_ml, set).Fit(data).Transform(data)).PerLabel[0].Recall;
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void PosWeight_OfAnotherNumber_IsRefused(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        IDataView data = SyntheticRows.View(s_ml, SyntheticRows.Make(50));
        var e = Assert.ThrowsExactly<ArgumentException>(() => make(s_ml, options => options.PosWeight = [1, 2]).Fit(data));
        Assert.Contains("PosWeight has 2 values; expected one, or one for each of the 3 labels", e.Message, name);
    }

    [TestMethod]
    public void WeightsOfALoss_OfAnotherNumber_AreRefused()
    {
        IDataView data = SyntheticRows.View(s_ml, SyntheticRows.Make(50));
        Refuses(new BCEWithLogitsLoss(posWeight: [1, 2]), "The loss has 2 posWeights for 3 labels; it must have none, one, or one per label");
        Refuses(new BCEWithLogitsLoss([1, 2, 3, 4, 5, 6]), "The loss has 6 weights for 3 labels");
        Refuses(new FocalLoss(weight: [1, 2, 3, 4]), "The loss has 4 weights");
        Refuses(new BCEWithLogitsLoss(posWeight: [1, -1, 2]), "The loss's posWeights[1] is -1; it must be finite and not negative");
        Refuses(new BCEWithLogitsLoss([float.NaN]), "The loss's weights[0] is NaN");
        Refuses(new BCEWithLogitsLoss([1, 1, float.PositiveInfinity]), "The loss's weights[2] is Infinity");

        void Refuses(MultiLabelLoss loss, string expected) => Assert.Contains(
            expected, Assert.ThrowsExactly<ArgumentException>(() => s_ml.MultiLabelClassification.Trainers.GradientDescent(loss: loss).Fit(data)).Message);
    }

    /// <summary>Such a row says nothing, so that missing targets in it need no weights of their own.</summary>
    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void AMissingTarget_OfARowOfWeightZero_ChangesNothing(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        SyntheticRows.Row[] rows = SyntheticRows.Make(50);
        rows[7].Weight = 0;
        float[] expected = Bias();
        rows[7].Label[1] = float.NaN;
        CollectionAssert.AreEqual(expected, Bias(), name);

        float[] Bias()
        {
            LinearMultiLabelModelParameters model = make(s_ml, options => options.ExampleWeightColumnName = "Weight").Fit(SyntheticRows.View(s_ml, rows)).Model;
            return [model.GetBias(0), model.GetBias(1), model.GetBias(2)];
        }
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void OddData_GivesFiniteModels(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        // A constant feature, one that is never there, rows without any; one row.
        SyntheticRows.Row[] rows = SyntheticRows.Make(100);
        for (int i = 0; i < rows.Length; i++)
        {
            (rows[i].Features[4], rows[i].Features[5]) = (7, 0);
            if (i % 5 == 0)
                Array.Clear(rows[i].Features);
        }

        AssertFinite(SyntheticRows.View(s_ml, rows));
        AssertFinite(SyntheticRows.View(s_ml, [SyntheticRows.Make(50).First(row => row.Label.Contains(1f))]));
        IDataView oneLabel = s_ml.Data.LoadFromEnumerable(SyntheticRows.Make(50).Select(row => new OneLabel { Features = row.Features, Label = [row.Label[0]] }));
        AssertFinite(oneLabel);

        void AssertFinite(IDataView data)
        {
            MultiLabelPredictionTransformer model = make(s_ml, _ => { }).Fit(data);
            Assert.IsTrue(model.Model.Model.Weights.All(float.IsFinite), name);
            Assert.IsTrue(model.Model.Biases.All(float.IsFinite), name);
            IDataView output = model.Transform(data);
            foreach (float[] probabilities in output.GetColumn<float[]>("Probability"))
                Assert.IsTrue(Array.TrueForAll(probabilities, p => p is >= 0 and <= 1), name);
        }
    }

    [TestMethod]
    public void ValidationMeasure_DecidesWhichWeightsAreKept()
    {
        IDataView data = SyntheticRows.View(s_ml, SyntheticRows.Make(300));
        IDataView other = SyntheticRows.View(s_ml, SyntheticRows.Make(200, 9));
        foreach ((string key, bool higher) in new[] { ("micro_f1", true), ("hamming_loss", false), ("ndcg_at_2", true) })
        {
            GradientDescentTrainer trainer = s_ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
            {
                ValidationMeasure = key,
                NumberOfIterations = 12,
                Patience = 12,
                Schedule = StepSchedule.Constant,
            });
            MultiLabelPredictionTransformer model = trainer.Fit(data, other);
            double?[] curve = [.. model.Model.Training!.LossCurve.Select(pass => pass.Measure)];
            double best = higher ? curve.Max()!.Value : curve.Min()!.Value;
            var metrics = s_ml.MultiLabelClassification.Evaluate(
                model.Transform(other), options: new() { TopK = [1, 2, 3, 5] });
            Assert.AreEqual(best, metrics[key], 1e-9, key);
            Assert.AreEqual(key, model.Model.Training.Options.Single(option => option.Key == "ValidationMeasure").Value);
        }

        var e = Assert.ThrowsExactly<ArgumentException>(() => s_ml.MultiLabelClassification.Trainers.GradientDescent(
            new GradientDescentTrainer.Options { ValidationMeasure = "lrap" }).Fit(data));
        Assert.Contains("ValidationMeasure is 'lrap', but there are no rows to measure it on: set ValidationFraction", e.Message);
    }

    [TestMethod]
    public void L2Regularizations_AreTriedAndTold()
    {
        IDataView data = SyntheticRows.View(s_ml, SyntheticRows.Make(300));
        var options = new LogisticRegressionTrainer.Options { L2Regularizations = [0.01, 1, 1000] };
        MultiLabelPredictionTransformer model = s_ml.MultiLabelClassification.Trainers.LogisticRegression(options).Fit(data);
        TrainingSummary training = model.Model.Training!;
        CollectionAssert.AreEqual(new[] { 1000, 1, 0.01 }, training.RegularizationPath.Select(trial => trial.L2Regularization).ToArray());
        RegularizationTrial best = training.RegularizationPath.MinBy(trial => trial.ValidationLoss);
        Assert.AreNotEqual(1000, best.L2Regularization);
        Assert.AreEqual(
            best.L2Regularization.ToString(System.Globalization.CultureInfo.InvariantCulture),
            training.Options.Single(option => option.Key == "L2Regularization").Value);

        using var file = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        TrainingSummary loaded = ((MultiLabelPredictionTransformer)s_ml.Model.Load(file, out _)).Model.Training!;
        CollectionAssert.AreEqual(training.RegularizationPath.ToArray(), loaded.RegularizationPath.ToArray());

        IDataView other = SyntheticRows.View(s_ml, SyntheticRows.Make(100, 9));
        options.L2Regularizations = null;
        training = s_ml.MultiLabelClassification.Trainers.LogisticRegression(options).Fit(data, other).Model.Training!;
        Assert.AreEqual(1, training.RegularizationPath.Single().L2Regularization);
    }

    [TestMethod]
    public void MemoryBudget_ChangesNoBit()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(SyntheticRows.Make(80).Select(row => new ManyLabels
        {
            Features = row.Features,
            Label = [.. Enumerable.Range(0, 40).Select(label => row.Features[label % 6] > label / 20.0 ? 1f : 0f)],
        }));
        var options = new GradientDescentTrainer.Options { NumberOfIterations = 3 };
        float[] together = s_ml.MultiLabelClassification.Trainers.GradientDescent(options).Fit(data).Model.Model.Weights;
        options.MemoryBudget = 1;
        CollectionAssert.AreEqual(together, s_ml.MultiLabelClassification.Trainers.GradientDescent(options).Fit(data).Model.Model.Weights);
        options.CacheInMemory = false;
        CollectionAssert.AreEqual(together, s_ml.MultiLabelClassification.Trainers.GradientDescent(options).Fit(data).Model.Model.Weights);
    }

    private sealed class Row
    {
        [VectorType(SyntheticRows.Features)]
        public float[] Features { get; set; } = [];

        [VectorType(SyntheticRows.Labels)]
        public float[] Label { get; set; } = [];

        [VectorType(SyntheticRows.Labels)]
        public float[] Cells { get; set; } = [];
    }

    private sealed class OneLabel
    {
        [VectorType(SyntheticRows.Features)]
        public float[] Features { get; set; } = [];

        [VectorType(1)]
        public float[] Label { get; set; } = [];
    }

    private sealed class ManyLabels
    {
        [VectorType(SyntheticRows.Features)]
        public float[] Features { get; set; } = [];

        [VectorType(40)]
        public float[] Label { get; set; } = [];
    }
}
