using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Tests.Losses;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

/// <summary>What holds for every trainer.</summary>
[TestClass]
public sealed class MultiLabelTrainerTests
{
    public static IEnumerable<object[]> Trainers =>
    [
        ["gradient descent", (Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer>)GradientDescent],
        ["logistic regression", (Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer>)LogisticRegression],
    ];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Estimator_IsAtHomeInMLNet(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        MultiLabelPredictionTransformer model = EstimatorCheck.Run(
            ml, make(ml, _ => { }), SyntheticRows.View(ml, SyntheticRows.Make(400)));
        Assert.AreEqual(400, model.Model.Training!.RowCount, name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_FindsTheRule(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        MultiLabelPredictionTransformer model = make(ml, _ => { }).Fit(SyntheticRows.View(ml, SyntheticRows.Make(600)));
        var metrics = ml.MultiLabelClassification.Evaluate(model.Transform(SyntheticRows.View(ml, SyntheticRows.Make(300, 8))));
        Assert.IsGreaterThan(0.93, metrics.MicroF1, name);
        Assert.IsGreaterThan(0f, model.Model.GetWeights(1)[1], name);
        Assert.IsLessThan(0f, model.Model.GetWeights(1)[2], name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_OneSeed_SameBitsForAnyNumberOfThreads(
        string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(300));
        float[] one = make(ml, options => options.Threads = 1).Fit(data).Model.Model.Weights;
        float[] two = make(ml, options => options.Threads = 2).Fit(data).Model.Model.Weights;
        CollectionAssert.AreEqual(one, two, name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_WeightOfARow_CountsLikeCopiesOfIt(
        string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        SyntheticRows.Row[] rows = SyntheticRows.Make(200);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Weight = i % 4;
        SyntheticRows.Row[] copies = [.. rows.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight))];
        float[] weighted = make(ml, options => options.ExampleWeightColumnName = "Weight")
            .Fit(SyntheticRows.View(ml, rows)).Model.GetWeights(0);
        float[] copied = make(ml, _ => { }).Fit(SyntheticRows.View(ml, copies)).Model.GetWeights(0);

        // Both come near the same minimum; gradient descent, on its way, not as near.
        for (int feature = 0; feature < copied.Length; feature++)
            Assert.AreEqual(copied[feature], weighted[feature], 0.25 * (1 + Math.Abs(copied[feature])), $"{name}: feature {feature}");
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_RowsThatAreNotFinite_AreLeftOutAndCounted(
        string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        var messages = new List<string>();
        ml.Log += (_, e) => messages.Add(e.Message);
        SyntheticRows.Row[] rows = SyntheticRows.Make(100);
        rows[3].Features[0] = float.NaN;
        rows[70].Features[5] = float.PositiveInfinity;
        TrainingSummary training = make(ml, _ => { }).Fit(SyntheticRows.View(ml, rows)).Model.Training!;
        Assert.AreEqual(2, training.SkippedRowCount, name);
        Assert.AreEqual(98, training.RowCount, name);
        Assert.IsTrue(messages.Exists(message => message.Contains("2 rows were left out", StringComparison.Ordinal)));

        foreach (SyntheticRows.Row row in rows)
            row.Features[1] = float.NaN;
        Exception e = Assert.Throws<Exception>(() => make(ml, _ => { }).Fit(SyntheticRows.View(ml, rows)));
        Assert.Contains("100", e.Message, name);
        Assert.Contains("NaN", e.Message, name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_BadData_SaysWhatIsWrong(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        SyntheticRows.Row[] rows = SyntheticRows.Make(20);
        IDataView data = SyntheticRows.View(ml, rows);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make(ml, o => o.LabelColumnName = "Nothing").Fit(data));
        Assert.Contains("Could not find label column 'Nothing'", e.Message, name);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make(ml, o => o.FeatureColumnName = "Weight").Fit(data));
        Assert.Contains("feature column 'Weight': expected a vector of Single of known size, got Single", e.Message, name);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make(ml, o => o.ExampleWeightColumnName = "Features").Fit(data));
        Assert.Contains("example weight column 'Features': expected Single", e.Message, name);

        Exception empty = Assert.Throws<Exception>(() => make(ml, _ => { }).Fit(SyntheticRows.View(ml, [])));
        Assert.Contains("no row", empty.Message.ToLowerInvariant(), name);

        rows[7].Label[1] = 1.5f;
        var bad = Assert.ThrowsExactly<InvalidDataException>(() => make(ml, _ => { }).Fit(data));
        Assert.Contains("holds 1.5 for label 1 ('1') in row 7", bad.Message, name);

        rows[7].Label[1] = 1;
        rows[9].Weight = -1;
        bad = Assert.ThrowsExactly<InvalidDataException>(() => make(ml, o => o.ExampleWeightColumnName = "Weight").Fit(data));
        Assert.Contains("'Weight' holds -1 in row 9", bad.Message, name);

        foreach (SyntheticRows.Row row in rows)
            Array.Clear(row.Label);
        Exception none = Assert.Throws<Exception>(() => make(ml, _ => { }).Fit(data));
        Assert.Contains("positive", none.Message, name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_Cancelled_GivesNoModel(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        using var source = new CancellationTokenSource();
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(400));
        MultiLabelTrainer trainer = make(ml, options =>
        {
            options.CancellationToken = source.Token;
            options.Progress = new Callback(_ => source.Cancel());
        });
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(data), name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_TellsHowFarItIs(string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        var messages = new List<string>();
        ml.Log += (_, e) => messages.Add(e.Message);
        var heard = new List<TrainingProgress>();
        make(ml, options => options.Progress = new Callback(heard.Add)).Fit(SyntheticRows.View(ml, SyntheticRows.Make(400)));
        Assert.AreNotEqual(0, heard.Count, name);
        Assert.IsTrue(heard.TrueForAll(progress => double.IsFinite(progress.Loss)), name);
        Assert.IsTrue(messages.Exists(message => message.Contains("Iteration 1", StringComparison.Ordinal)), name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_LabelWithoutPositives_IsNamedInAWarning(
        string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        var messages = new List<string>();
        ml.Log += (_, e) => messages.Add(e.Message);
        SyntheticRows.Row[] rows = SyntheticRows.Make(100);
        foreach (SyntheticRows.Row row in rows)
            row.Label = [0, 0, 1];
        rows[7].Label[1] = 0.5f;
        MultiLabelPredictionTransformer model = make(ml, _ => { }).Fit(SyntheticRows.View(ml, rows));
        Assert.IsTrue(messages.Exists(message => message.Contains("no positive row", StringComparison.Ordinal) && message.Contains("'0'", StringComparison.Ordinal)), name);
        Assert.IsTrue(messages.Exists(message => message.Contains("nothing but positive", StringComparison.Ordinal) && message.Contains("'2'", StringComparison.Ordinal)), name);
        Assert.IsTrue(model.Model.Model.Weights.All(float.IsFinite), name);
        CollectionAssert.AreEqual(new[] { true, false, false }, model.Model.Training!.Labels.Select(label => label.HasNoPositives).ToArray(), name);
        CollectionAssert.AreEqual(new[] { false, false, true }, model.Model.Training.Labels.Select(label => label.HasNoNegatives).ToArray(), name);
    }

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Fit_SoftAndMissingTargets_AreTaken(
        string name, Func<MLContext, Action<MultiLabelTrainerOptions>, MultiLabelTrainer> make)
    {
        var ml = new MLContext(1);
        SyntheticRows.Row[] rows = SyntheticRows.Make(300);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].Label[0] = (0.8f * rows[i].Label[0]) + 0.1f;
            if (i % 3 == 0)
                rows[i].Label[1] = float.NaN;
        }

        MultiLabelPredictionTransformer model = make(ml, _ => { }).Fit(SyntheticRows.View(ml, rows));
        Assert.AreEqual(200, model.Model.Training!.Labels[1].Weight, 1e-6, name);
        Assert.IsGreaterThan(0f, model.Model.GetWeights(1)[1], name);
        Assert.IsTrue(model.Model.Model.Weights.All(float.IsFinite), name);
    }

    [TestMethod]
    public void Fit_ValidationDataOfOtherSize_SaysSo()
    {
        var ml = new MLContext(1);
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(30));
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SyntheticRows.Row));
        schema["Label"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        IDataView other = ml.Data.LoadFromEnumerable(SyntheticRows.Make(5), schema);
        var e = Assert.ThrowsExactly<ArgumentException>(() => ml.MultiLabelClassification.Trainers.GradientDescent().Fit(data, other));
        Assert.Contains("validation data has 2 labels", e.Message);
    }

    [TestMethod]
    public void GradientDescent_StreamingGivesTheSameBits()
    {
        var ml = new MLContext(1);
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(300));
        var options = new GradientDescentTrainer.Options { ValidationFraction = 0.2 };
        float[] memory = ml.MultiLabelClassification.Trainers.GradientDescent(options).Fit(data).Model.Model.Weights;
        options.CacheInMemory = false;
        float[] streamed = ml.MultiLabelClassification.Trainers.GradientDescent(options).Fit(data).Model.Model.Weights;
        CollectionAssert.AreEqual(memory, streamed);
    }

    [TestMethod]
    public void GradientDescent_Update_KeepsWhatItKnows()
    {
        var ml = new MLContext(1);
        GradientDescentTrainer trainer = ml.MultiLabelClassification.Trainers.GradientDescent();
        MultiLabelPredictionTransformer first = trainer.Fit(SyntheticRows.View(ml, SyntheticRows.Make(400)));
        MultiLabelPredictionTransformer second = trainer.Update(first.Model, SyntheticRows.View(ml, SyntheticRows.Make(40, 12)));
        IDataView test = SyntheticRows.View(ml, SyntheticRows.Make(300, 8));
        Assert.IsGreaterThan(0.92, ml.MultiLabelClassification.Evaluate(second.Transform(test)).MicroF1);
        CollectionAssert.AreNotEqual(first.Model.Model.Weights, second.Model.Model.Weights);
    }

    [TestMethod]
    public void GradientDescent_Update_WithoutARowOfALabel_KeepsIt_AndDoesNotWarn()
    {
        var ml = new MLContext(1);
        GradientDescentTrainer trainer = ml.MultiLabelClassification.Trainers.GradientDescent();
        IDataView rows = SyntheticRows.View(ml, SyntheticRows.Make(400));
        MultiLabelPredictionTransformer first = trainer.Fit(rows);
        var warnings = new List<string>();
        ml.Log += (_, message) =>
        {
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(message.RawMessage);
        };
        IDataView others = SyntheticRows.View(ml, SyntheticRows.Make(400, 12).Where(row => row.Label[0] == 0));
        MultiLabelPredictionTransformer second = trainer.Update(first.Model, others);
        Assert.IsEmpty(warnings);
        IDataView test = SyntheticRows.View(ml, SyntheticRows.Make(300, 8));
        Assert.IsGreaterThan(0.95, ml.MultiLabelClassification.Evaluate(second.Transform(test)).PerLabel[0].RocAuc);
    }

    [TestMethod]
    public void GradientDescent_TakesAUsersLoss()
    {
        var ml = new MLContext(1);
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(400));
        MultiLabelPredictionTransformer model = ml.MultiLabelClassification.Trainers.GradientDescent(loss: new SquaredHinge()).Fit(data);
        Assert.IsGreaterThan(0.9, ml.MultiLabelClassification.Evaluate(model.Transform(data)).MicroF1);
        TrainingSummary training = model.Model.Training!;
        foreach ((string key, string value) in new[] { ("Loss", "SquaredHinge"), ("Schedule", "Linear"), ("NumberOfIterations", $"{training.Iterations}") })
            Assert.AreEqual(value, training.Options.Single(option => option.Key == key).Value, key);
    }

    [TestMethod]
    public void LogisticRegression_GivesACertificate()
    {
        var ml = new MLContext(1);
        TrainingSummary training = ml.MultiLabelClassification.Trainers.LogisticRegression()
            .Fit(SyntheticRows.View(ml, SyntheticRows.Make(400))).Model.Training!;
        Assert.IsTrue(training.Converged);
        double[] curve = [.. training.LossCurve.Select(pass => pass.Loss)];
        Assert.HasCount(training.Iterations + 1, curve);
        Assert.IsGreaterThan(curve[^1], curve[0]);
        Assert.AreEqual(training.Objective!.Value, curve[^1], 1e-6 * curve[^1]);
        Assert.IsLessThanOrEqualTo(1e-3 * training.Objective!.Value, training.DualityGap!.Value);
    }

    internal static GradientDescentTrainer GradientDescent(MLContext ml, Action<MultiLabelTrainerOptions> set)
    {
        var options = new GradientDescentTrainer.Options();
        set(options);
        return ml.MultiLabelClassification.Trainers.GradientDescent(options);
    }

    internal static LogisticRegressionTrainer LogisticRegression(MLContext ml, Action<MultiLabelTrainerOptions> set)
    {
        var options = new LogisticRegressionTrainer.Options();
        set(options);
        return ml.MultiLabelClassification.Trainers.LogisticRegression(options);
    }

    internal sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
