using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Tests.Trainers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class CrossValidateTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void EachFold_IsWhatItsSplitTrainedAndEvaluatedByHandIs()
    {
        IDataView data = SyntheticRows.View(_ml, SyntheticRows.Make(120));
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(data, Trainer(), 3, seed: 4);
        IReadOnlyList<DataOperationsCatalog.TrainTestData> splits = _ml.MultiLabelClassification.CrossValidationSplit(data, 3, seed: 4);
        Assert.HasCount(3, result);
        for (int fold = 0; fold < 3; fold++)
        {
            MultiLabelClassificationMetrics expected = _ml.MultiLabelClassification.Evaluate(
                Trainer().Fit(splits[fold].TrainSet).Transform(splits[fold].TestSet));
            Assert.AreEqual(fold, result[fold].Fold);
            Same(expected, result[fold].Metrics);
            Same(expected, _ml.MultiLabelClassification.Evaluate(result[fold].ScoredHoldOutSet));
            Same(expected, _ml.MultiLabelClassification.Evaluate(result[fold].Model.Transform(splits[fold].TestSet)));
        }
    }

    [TestMethod]
    public void Measures_AreMeanAndDeviationOverTheFolds()
    {
        IDataView data = SyntheticRows.View(_ml, SyntheticRows.Make(100));
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(data, Trainer());
        Assert.HasCount(5, result);
        double[] values = [.. result.Select(fold => fold.Metrics.MicroF1)];
        CrossValidatedMeasure measure = result["micro_f1"];
        Assert.AreEqual("micro_f1", measure.Key);
        Assert.AreEqual(values.Average(), measure.Mean, 1e-15);
        Assert.AreEqual(Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / 4), measure.StandardDeviation, 1e-15);
        Assert.AreEqual(5, measure.FoldCount);
        CollectionAssert.AreEqual(
            MultiLabelMeasure.For(new MultiLabelMetricOptions()).Select(each => each.Key).ToArray(), result.Measures.Select(each => each.Key).ToArray());
        Assert.AreEqual(measure, result.Measures.Single(each => each.Key == "micro_f1"));
        Assert.ThrowsExactly<ArgumentException>(() => result["micro_f0"]);
    }

    [TestMethod]
    public void AMeasureThatFoldsLack_IsTheMeanOfTheOthers()
    {
        MultiLabelClassificationMetrics Metrics(params float[] targets)
        {
            var rows = new MultiLabelMetricsAccumulator(1);
            for (int row = 0; row < targets.Length; row++)
                rows.Add([row], [], [], [targets[row]]);
            return rows.Compute();
        }

        MultiLabelMeasure area = MultiLabelMeasure.Get("macro_roc_auc");
        MultiLabelClassificationMetrics none = Metrics(0, 0), good = Metrics(0, 1), bad = Metrics(1, 0);
        Assert.AreEqual((0.5, 2), Of(none, good, bad));
        Assert.AreEqual((1.0, 1), Of(none, good));
        Assert.AreEqual((double.NaN, 0), Of(none, none));
        Assert.AreEqual(double.NaN, CrossValidatedMeasure.Of(area, [none, good]).StandardDeviation);
        Assert.AreEqual(Math.Sqrt(0.5), CrossValidatedMeasure.Of(area, [none, good, bad]).StandardDeviation, 1e-15);

        (double Mean, int FoldCount) Of(params MultiLabelClassificationMetrics[] folds)
        {
            var measure = CrossValidatedMeasure.Of(area, folds);
            return (measure.Mean, measure.FoldCount);
        }
    }

    [TestMethod]
    public void Threads_ChangeNothing()
    {
        IDataView data = SyntheticRows.View(_ml, SyntheticRows.Make(100));
        MultiLabelCrossValidationResult one = _ml.MultiLabelClassification.CrossValidate(data, Trainer(), 4, numberOfThreads: 1);
        foreach (int? threads in new int?[] { 4, null })
        {
            MultiLabelCrossValidationResult many = _ml.MultiLabelClassification.CrossValidate(data, Trainer(), 4, numberOfThreads: threads);
            for (int fold = 0; fold < 4; fold++)
            {
                Assert.AreEqual(fold, many[fold].Fold);
                Same(one[fold].Metrics, many[fold].Metrics);
            }
        }
    }

    [TestMethod]
    public void LabelsMadeInThePipeline_AreStratifiedByTheirSource()
    {
        Tagged[] rows = [.. Enumerable.Range(0, 90).Select(row => new Tagged
        {
            Text = $"{(row % 3 == 0 ? "disk full" : "cable loose")} {(row % 5 == 0 ? "urgent" : "later")} {row}",
            Tags = $"{(row % 3 == 0 ? "io" : "net")}{(row % 5 == 0 ? ";urgent" : "")}{(row is 7 or 50 or 80 ? ";rare" : "")}",
        })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        IEstimator<ITransformer> pipeline = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(_ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(Trainer());
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(data, pipeline, 3, stratificationColumnName: "Tags");
        foreach (MultiLabelCrossValidationFold fold in result)
        {
            CollectionAssert.AreEqual(
                new[] { "io", "net", "rare", "urgent" }, fold.Metrics.PerLabel.Select(label => label.Name).ToArray(), "each fold trains on every label");
            CollectionAssert.AreEqual(new[] { 10.0, 20, 1, 6 }, fold.Metrics.PerLabel.Select(label => label.Support).ToArray());
        }

        Assert.IsGreaterThan(0.9, result["micro_f1"].Mean);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.MultiLabelClassification.CrossValidate(data, pipeline)).Message,
            "name the column it makes them from");
        Assert.HasCount(2, _ml.MultiLabelClassification.CrossValidate(data, pipeline, 2, splitMethod: MultiLabelSplitMethod.Random));
    }

    [TestMethod]
    public void ALabelThatAFoldsModelNeverSaw_IsTheMeanOfTheOtherFolds()
    {
        // The one row of "once" is held out in one fold, whose model then has no such label.
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(row => new Tagged
        {
            Text = row % 2 == 0 ? "disk full" : "cable loose",
            Tags = $"{(row % 2 == 0 ? "io" : "net")}{(row == 7 ? ";once" : "")}",
        }));
        IEstimator<ITransformer> pipeline = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(_ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(Trainer());
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(data, pipeline, 3, stratificationColumnName: "Tags");
        CollectionAssert.AreEquivalent(new[] { 2, 3, 3 }, result.Select(fold => fold.Metrics.LabelCount).ToArray());
        Assert.AreEqual(2, result["accuracy:once"].FoldCount);
        Assert.AreEqual(1, result["accuracy:once"].Mean, "no row has it, and none is predicted to");
        Assert.AreEqual(0, result["roc_auc:once"].FoldCount, "known to two models, of one class in both");
        Assert.AreEqual(3, result["f1:io"].FoldCount);
        Assert.AreEqual(2, result["f2:once"].FoldCount);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => result["f1:never"]).Message, "No fold has a label 'never'; there are 'io', 'net', 'once'.");
    }

    [TestMethod]
    public void OtherColumnsAndOptions_AreThoseOfTheEvaluation()
    {
        IDataView data = _ml.Transforms.CopyColumns("Truth", "Label").Fit(Synthetic()).Transform(Synthetic());
        IEstimator<ITransformer> pipeline = Trainer("Truth").Append(_ml.Transforms.CopyColumns("Mine", "Score"))
            .Append(_ml.Transforms.DropColumns("Score", "Probability", "PredictedLabel", "Label"));
        var options = new MultiLabelMetricOptions { TopK = [2], Betas = [] };
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(
            data, pipeline, 2, "Truth", scoreColumnName: "Mine", probabilityColumnName: null, predictedLabelColumnName: null,
            exampleWeightColumnName: "Weight", options: options);
        MultiLabelClassificationMetrics expected = _ml.MultiLabelClassification.Evaluate(
            result[1].ScoredHoldOutSet, "Truth", "Mine", null, null, "Weight", options);
        Same(expected, result[1].Metrics);
        Assert.IsTrue(double.IsFinite(result["precision_at_2"].Mean));
        Assert.AreNotEqual(result[1].Metrics.RowCount, result[1].Metrics.PerLabel[0].Counts.Total, "weights count");
    }

    [TestMethod]
    public void AFoldWhoseLabelIsEmpty_IsEvaluatedAndToldOf()
    {
        // Label 2 has a single row, so the hold-out of all folds but one lacks it, and that one's training rows do.
        SyntheticRows.Row[] rows = SyntheticRows.Make(60);
        for (int row = 0; row < rows.Length; row++)
            rows[row].Label[2] = row == 17 ? 1 : 0;
        var log = new List<string>();
        _ml.Log += (_, message) => log.Add(message.Message);
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(SyntheticRows.View(_ml, rows), Trainer(), 3);
        Assert.AreEqual(2, result.Count(fold => fold.Metrics.Statistics.LabelsWithoutPositives == 1));
        Assert.AreEqual(2, result.Count(fold => fold.Metrics.OneClassLabelCount == 1));
        Assert.AreEqual(3, result["macro_roc_auc"].FoldCount, "the mean of the labels that have an area");
        Assert.AreEqual(2, log.Count(message => message.Contains(
            "1 of 3 labels have no positive row among the 20 evaluated, so that recall and areas say nothing about them: '2'", StringComparison.Ordinal)));
        Assert.AreEqual(2, log.Count(message => message.Contains("labels have no positive row among", StringComparison.Ordinal)), "the third fold has nothing to tell");
        Assert.Contains(message => message.Contains("1 of 3 labels have no positive row; they will hardly ever be predicted", StringComparison.Ordinal), log);
    }

    [TestMethod]
    public void ALabelWithoutAnyTarget_IsToldOfOnce()
    {
        SyntheticRows.Row[] rows = SyntheticRows.Make(60);
        foreach (SyntheticRows.Row row in rows)
            row.Label[2] = float.NaN;
        var log = new List<string>();
        _ml.Log += (_, message) => log.Add(message.Message);
        Trainer().Fit(SyntheticRows.View(_ml, rows));
        Assert.AreEqual(1, log.Count(message => message.Contains("of 3 labels have", StringComparison.Ordinal)));
        Assert.Contains(message => message.Contains("1 of 3 labels have no target in any row; they are not learnt: '2'", StringComparison.Ordinal), log);
    }

    [TestMethod]
    public void Cancellation_StopsTraining()
    {
        using var source = new CancellationTokenSource();
        int fits = 0;
        var stopping = new Fitted(Trainer(), () =>
        {
            if (++fits == 2)
                source.Cancel();
        });
        Assert.ThrowsExactly<OperationCanceledException>(
            () => _ml.MultiLabelClassification.CrossValidate(Synthetic(), stopping, 5, cancellationToken: source.Token));
        Assert.AreEqual(2, fits);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Cancellation_InAReadingThreadOfMLNet_IsStillCancellation(int threads)
    {
        // What its normalizer gives ML.NET reads on threads, which wrap the exceptions they meet.
        using var source = new CancellationTokenSource();
        IEstimator<ITransformer> pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(new Fitted(Trainer(), source.Cancel));
        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.MultiLabelClassification.CrossValidate(
            Synthetic(), pipeline, 3, numberOfThreads: threads, cancellationToken: source.Token));
    }

    [TestMethod]
    public void TheHoldOutSet_CanBeReadAfterTheTokenIsCancelled()
    {
        using var source = new CancellationTokenSource();
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(
            Synthetic(), Trainer(), 2, cancellationToken: source.Token);
        source.Cancel();
        Same(result[0].Metrics, _ml.MultiLabelClassification.Evaluate(result[0].ScoredHoldOutSet));
    }

    [TestMethod]
    public void BadInput_IsNamed()
    {
        MultiLabelClassificationCatalog catalog = _ml.MultiLabelClassification;
        Assert.ThrowsExactly<ArgumentNullException>(() => catalog.CrossValidate(null!, Trainer()));
        Assert.ThrowsExactly<ArgumentNullException>(() => catalog.CrossValidate(Synthetic(), null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => catalog.CrossValidate(Synthetic(), Trainer(), 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => catalog.CrossValidate(Synthetic(), Trainer(), numberOfThreads: 0));
        foreach (int threads in new[] { 1, 3 })
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                    () => catalog.CrossValidate(Synthetic(), Trainer(), scoreColumnName: "Scores", numberOfThreads: threads)).Message,
                "Could not find score column 'Scores'");
        }
    }

    [TestMethod]
    public void ItsResult_IsAListOfFolds()
    {
        MultiLabelCrossValidationResult result = _ml.MultiLabelClassification.CrossValidate(Synthetic(), Trainer(), 2);
        CollectionAssert.AreEqual(new[] { 0, 1 }, result.Select(fold => fold.Fold).ToArray());
        Assert.AreEqual(2, result.Count);
        var again = new List<object?>();
        foreach (object? fold in (System.Collections.IEnumerable)result)
            again.Add(fold);
        CollectionAssert.AreEqual(result.ToArray(), again);
    }

    private static void Same(MultiLabelClassificationMetrics expected, MultiLabelClassificationMetrics actual)
    {
        Assert.AreEqual(expected.RowCount, actual.RowCount);
        foreach (MeasureValue value in expected.Values)
            Assert.AreEqual(value.Value, actual[value.Key], value.Key);
    }

    private IDataView Synthetic() => SyntheticRows.View(_ml, SyntheticRows.Make(60));

    private LogisticRegressionTrainer Trainer(string label = "Label") => _ml.MultiLabelClassification.Trainers.LogisticRegression(label);

    private sealed class Fitted(IEstimator<ITransformer> inner, Action fitting) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            fitting();
            return inner.Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
    }

    private sealed class Tagged
    {
        public string Text { get; set; } = "";

        public string Tags { get; set; } = "";
    }
}
