using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class TuneThresholdsTests
{
    private static readonly MLContext s_ml = new(1);

    // The scores are the features.
    private static readonly MultiLabelPredictionTransformer s_model = new(
        new LinearMultiLabelModelParameters(new LinearModel(2, 2, [1, 0, 0, 1], [0, 0]), ["a", "b"], ["x", "y"]), "Features");

    [TestMethod]
    [DataRow(Averaging.Macro, 1.0)]
    [DataRow(Averaging.Macro, 2.0)]
    [DataRow(Averaging.Micro, 1.0)]
    [DataRow(Averaging.Micro, 0.5)]
    public void EveryPairOfThresholds_IsNoBetter(Averaging averaging, double beta)
    {
        var random = new Random(3);
        for (int trial = 0; trial < 60; trial++)
        {
            Row[] rows = Rows(random, 1 + random.Next(9));
            ThresholdTuning tuning = Tune(s_model, rows, averaging, beta);
            double best = 0;
            float[] tries = [-9, .. Enumerable.Range(-3, 7).Select(i => (float)i)];
            for (int label = 0; label < 2; label++)
                Assert.AreEqual(rows.Any(row => row.Label[label] == 1), tuning.Thresholds[label].IsTuned);
            foreach (float a in tuning.Thresholds[0].IsTuned ? tries : [0])
            {
                foreach (float b in tuning.Thresholds[1].IsTuned ? tries : [0])
                    best = Math.Max(best, FBeta(rows, averaging, beta, a, b));
            }

            Assert.AreEqual(best, tuning.Value, 1e-12);
            Assert.AreEqual(best, FBeta(rows, averaging, beta, tuning.Thresholds[0].Threshold, tuning.Thresholds[1].Threshold), 1e-12);
        }
    }

    [TestMethod]
    public void Chain_KeepsItsSteps_AndSurvivesSaveAndLoad()
    {
        Row[] rows = Rows(new Random(5), 30);
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        ITransformer copy = s_ml.Transforms.CopyColumns("Copy", "Features").Fit(data);
        ThresholdTuning tuning = Tune(new TransformerChain<ITransformer>(copy, s_model), rows, Averaging.Micro, 1);
        ITransformer loaded = Reloaded(tuning.Model, data);
        var steps = (IEnumerable<ITransformer>)loaded;
        Assert.HasCount(2, steps);
        CollectionAssert.AreEqual(
            tuning.Thresholds.Select(label => label.Threshold).ToArray(),
            steps.OfType<MultiLabelPredictionTransformer>().Single().Thresholds.ToArray());
        MultiLabelClassificationMetrics metrics = s_ml.MultiLabelClassification.Evaluate(
            loaded.Transform(data), exampleWeightColumnName: "Weight");
        Assert.AreEqual(metrics.MicroF1, tuning.Value, 1e-12);
        CollectionAssert.AreEqual(new float[2], s_model.Thresholds.ToArray(), "the model given stays as it was");
    }

    [TestMethod]
    public void OtherScoresThanTheModels_MustBeOfItsLabels()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable([new OneLabel()]);
        var exception = Assert.ThrowsExactly<ArgumentException>(
            () => s_ml.MultiLabelClassification.TuneThresholds(s_model, data, scoreColumnName: "Other"));
        StringAssert.Contains(exception.Message, "Column 'Label' has 1 labels; expected the model's 2.");
    }

    [TestMethod]
    public void StepsOfAnotherList_AreThereForEverything()
    {
        Row[] rows = Rows(new Random(5), 30);
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        var tuned = (TransformerChain<ITransformer>)s_ml.MultiLabelClassification.TuneThresholds(new Steps(s_model), data).Model;
        foreach (TransformerScope scope in (TransformerScope[])[TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring])
            Assert.HasCount(1, tuned.GetModelFor(scope));
    }

    [TestMethod]
    public void Chain_KeepsWhatItsStepsAreThereFor()
    {
        Row[] rows = Rows(new Random(5), 30);
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        ITransformer copy = s_ml.Transforms.CopyColumns("Copy", "Label").Fit(data);
        ITransformer drop = s_ml.Transforms.DropColumns("Weight").Fit(data);
        var inner = new TransformerChain<ITransformer>().Append(copy, TransformerScope.Testing).Append<ITransformer>(s_model);
        TransformerChain<ITransformer> chain = new TransformerChain<ITransformer>()
            .Append(copy, TransformerScope.TrainTest).Append<ITransformer>(inner).Append(copy).Append(drop, TransformerScope.Scoring);
        ThresholdTuning tuning = s_ml.MultiLabelClassification.TuneThresholds(chain, data);
        var tuned = (TransformerChain<ITransformer>)Reloaded(tuning.Model, data);
        foreach (TransformerScope scope in (TransformerScope[])[TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring])
            CollectionAssert.AreEqual(Steps(chain.GetModelFor(scope)), Steps(tuned.GetModelFor(scope)), $"{scope}");
        var tunedInner = tuned.OfType<TransformerChain<ITransformer>>().Single();
        CollectionAssert.AreEqual(new[] { nameof(MultiLabelPredictionTransformer) }, Steps(tunedInner.GetModelFor(TransformerScope.Scoring)));

        static string[] Steps(IEnumerable<ITransformer> steps) => [.. steps.Select(step => step.GetType().Name)];
    }

    [TestMethod]
    [DataRow(Averaging.Macro, true, 2)]
    [DataRow(Averaging.Micro, true, 2)]
    [DataRow(Averaging.Samples, true, 2)]
    [DataRow(Averaging.Samples, false, 2)]
    [DataRow(Averaging.Macro, false, 1e200)]
    [DataRow(Averaging.Samples, true, 1e200)]
    public void EachRule_ReachesWhatItSays_InAModelThatIsSavedAndLoaded(Averaging averaging, bool oneThreshold, double beta)
    {
        Row[] rows = Rows(new Random(7), 40);
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        ThresholdTuning tuning = s_ml.MultiLabelClassification.TuneThresholds(
            s_model, data, ThresholdRule.MaximizeFBeta(averaging, beta, oneThreshold), exampleWeightColumnName: "Weight");
        var options = new MultiLabelMetricOptions { Betas = [beta] };
        MultiLabelClassificationMetrics metrics = s_ml.MultiLabelClassification.Evaluate(
            Reloaded(tuning.Model, data).Transform(data), exampleWeightColumnName: "Weight", options: options);
        Assert.AreEqual(metrics.FBeta(beta, averaging), tuning.Value, 1e-12);
        Assert.IsGreaterThan(0, tuning.Value);
        Assert.IsTrue(!oneThreshold || tuning.Thresholds[0].Threshold == tuning.Thresholds[1].Threshold);
        Assert.IsTrue(tuning.Thresholds.All(label => label.IsTuned));
    }

    [TestMethod]
    public void OneThreshold_CountsThePositivesOfAllLabels()
    {
        Row[] rows = [new([2, 2], [1, 1]), new([1, 1], [1, 0])];
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        var rule = ThresholdRule.MaximizeFBeta(Averaging.Micro, oneThreshold: true);
        ThresholdTuning three = s_ml.MultiLabelClassification.TuneThresholds(s_model, data, rule, minimumPositives: 3);
        Assert.AreEqual(0.999f, three.Thresholds[1].Threshold, 1e-2f, "rare, and yet tuned");
        ThresholdTuning four = s_ml.MultiLabelClassification.TuneThresholds(s_model.WithThresholds([5, 0]), data, rule, minimumPositives: 4);
        CollectionAssert.AreEqual(new[] { 5f, 0 }, four.Thresholds.Select(label => label.Threshold).ToArray());
        Assert.AreEqual(0.4, four.Value, 1e-12, "one hit, one false alarm, two missed");
        Assert.IsTrue(four.MeetsConstraint, "there is none");
        ThresholdTuning bound = s_ml.MultiLabelClassification.TuneThresholds(
            s_model, data, ThresholdRule.RecallAtLeast(0.1, oneThreshold: true), minimumPositives: 4);
        Assert.IsFalse(bound.MeetsConstraint, "nothing is promised of a threshold that was not tuned");
    }

    [TestMethod]
    public void RareLabel_KeepsItsThreshold()
    {
        Row[] rows = [new([2, 2], [1, 1]), new([1, 1], [1, 0]), new([3, -1], [0, float.NaN])];
        ThresholdTuning tuning = s_ml.MultiLabelClassification.TuneThresholds(
            s_model.WithThresholds([5, 5]), s_ml.Data.LoadFromEnumerable(rows), minimumPositives: 2);
        Assert.AreEqual(new LabelThreshold("b", 5, 1, IsTuned: false) { Recall = 0 }, tuning.Thresholds[1]);
        Assert.AreEqual("a", tuning.Thresholds[0].Name);
        Assert.IsLessThan(1f, tuning.Thresholds[0].Threshold);
        Assert.AreEqual(0.4, tuning.Value, 1e-12, "a: precision 2/3, recall 1; b: nothing predicted");
    }

    [TestMethod]
    public void BadInput_IsRefused()
    {
        Row[] rows = Rows(new Random(1), 3);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Tune(s_model, [], Averaging.Macro, 1)).Message, "none of 0 has a weight and a target");
        Assert.AreEqual(1, s_ml.MultiLabelClassification.TuneThresholds(
            s_model, s_ml.Data.LoadFromEnumerable((Row[])[new([1, 1], [1, 1])])).Value, "a single row");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Tune(s_model, rows, Averaging.Macro, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => s_ml.MultiLabelClassification.TuneThresholds(s_model, s_ml.Data.LoadFromEnumerable(rows), minimumPositives: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Tune(s_model, rows, Averaging.Weighted, 1));
        Assert.ThrowsExactly<ArgumentException>(() => Tune(new TransformerChain<ITransformer>(), rows, Averaging.Macro, 1));
        Assert.ThrowsExactly<ArgumentException>(() => Tune(s_model, [new([float.NaN, 0], [1, 0])], Averaging.Macro, 1));
    }

    private static ITransformer Reloaded(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        s_ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return s_ml.Model.Load(stream, out _);
    }

    private static ThresholdTuning Tune(ITransformer model, Row[] rows, Averaging averaging, double beta) =>
        s_ml.MultiLabelClassification.TuneThresholds(
            model, s_ml.Data.LoadFromEnumerable(rows), averaging, beta, exampleWeightColumnName: "Weight");

    private static Row[] Rows(Random random, int count) =>
    [
        new([0, 0], [1, 0]),
        .. Enumerable.Range(0, count).Select(_ => new Row(
            [random.Next(-3, 4), random.Next(-3, 4)], [Target(random), Target(random)]) { Weight = 1 + random.Next(3) }),
    ];

    private static float Target(Random random) => random.Next(7) == 0 ? float.NaN : random.Next(2);

    // From the definition, with no word in common with the search.
    private static double FBeta(Row[] rows, Averaging averaging, double beta, params float[] thresholds)
    {
        double[] hits = new double[2], errors = new double[2];
        foreach (Row row in rows)
        {
            for (int label = 0; label < 2; label++)
            {
                bool predicted = row.Features[label] > thresholds[label];
                hits[label] += predicted && row.Label[label] == 1 ? (1 + (beta * beta)) * row.Weight : 0;
                errors[label] += predicted && row.Label[label] == 0 ? row.Weight : 0;
                errors[label] += !predicted && row.Label[label] == 1 ? beta * beta * row.Weight : 0;
            }
        }

        return averaging == Averaging.Micro
            ? Ratio(hits.Sum(), errors.Sum())
            : (Ratio(hits[0], errors[0]) + Ratio(hits[1], errors[1])) / 2;
    }

    private static double Ratio(double hits, double errors) => hits == 0 ? 0 : hits / (hits + errors);

    private sealed class OneLabel
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [1, 0];

        [VectorType(1)]
        public float[] Label { get; set; } = [1];

        [VectorType(1)]
        public float[] Other { get; set; } = [1];
    }

    /// <summary>A list of steps that is no chain of ML.NET's.</summary>
    private sealed class Steps(MultiLabelPredictionTransformer only) : List<ITransformer>([only]), ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => only.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => only.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => only.Transform(input);

        void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)only).Save(ctx);
    }

    private sealed record Row([property: VectorType(2)] float[] Features, [property: VectorType(2)] float[] Label)
    {
        public float Weight { get; init; } = 1;
    }
}
