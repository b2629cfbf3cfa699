using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Evaluation;

/// <summary>Rules on models and data views: what the result and the log say, and models that go through a file.</summary>
[TestClass]
public sealed class ThresholdRuleTests
{
    // The scores are the features.
    private static readonly MultiLabelPredictionTransformer s_model = new(
        new LinearMultiLabelModelParameters(new LinearModel(2, 2, [1, 0, 0, 1], [0, 0]), ["a", "b"], ["x", "y"]), "Features");

    // The best two rows of a have it; the best row of b has not.
    private static readonly Row[] s_rows =
        [new([4, 4], [1, 0]), new([3, 3], [1, 1]), new([2, 2], [0, 0]), new([1, 1], [1, 1]), new([0, 0], [0, 0])];

    private readonly MLContext _ml = new(1);
    private readonly List<string> _warnings = [];

    public ThresholdRuleTests()
    {
        _ml.Log += (_, message) =>
        {
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                _warnings.Add(message.RawMessage);
        };
    }

    public static IEnumerable<object[]> Rules =>
    [
        [ThresholdRule.MaximizeFBeta(Averaging.Macro)],
        [ThresholdRule.MaximizeFBeta(Averaging.Micro, oneThreshold: true)],
        [ThresholdRule.MaximizeFBeta(Averaging.Samples)],
        [ThresholdRule.PrecisionAtLeast(0.9)],
        [ThresholdRule.PrecisionAtLeast(0.9, oneThreshold: true)],
        [ThresholdRule.RecallAtLeast(0.9)],
        [ThresholdRule.RecallAtLeast(0.9, oneThreshold: true)],
        [ThresholdRule.MissRateAtMost(0.2)],
        [ThresholdRule.MissRateAtMost(0.2, oneThreshold: false)],
    ];

    [TestMethod]
    [DataRow(UnreachableBound.KeepThreshold, 3.5f, 0.0, 0.0, "keep theirs")]
    [DataRow(UnreachableBound.Nearest, 0.5f, 0.5, 1.0, "get the one that comes nearest")]
    [DataRow(UnreachableBound.NeverPredict, float.PositiveInfinity, double.NaN, 0.0, "are never predicted")]
    public void LabelWithoutAThresholdOfThePrecision_IsNamed(
        UnreachableBound unreachable, float threshold, double precision, double recall, string fate)
    {
        ThresholdTuning tuning = Tune(ThresholdRule.PrecisionAtLeast(0.75, unreachable: unreachable), s_model.WithThresholds([9, 3.5f]));
        Assert.AreEqual(
            new LabelThreshold("a", 0.5f, 3, IsTuned: true) { MeetsConstraint = true, Precision = 0.75, Recall = 1 }, tuning.Thresholds[0]);
        Assert.AreEqual(
            new LabelThreshold("b", threshold, 2, IsTuned: true) { MeetsConstraint = false, Precision = precision, Recall = recall },
            tuning.Thresholds[1]);
        Assert.IsFalse(tuning.MeetsConstraint);
        Assert.AreEqual((1 + recall) / 2, tuning.Value, "the mean recall");
        Assert.AreEqual(
            $"1 of 2 labels have no threshold of a precision of at least 0.75 on these rows and {fate}: 'b'.", _warnings.Single());
    }

    [TestMethod]
    public void OneThreshold_IsJudgedByAllDecisionsTogether()
    {
        // Of both labels together: 1/2, 3/4, 3/6, 5/8, 5/10.
        ThresholdTuning tuning = Tune(ThresholdRule.PrecisionAtLeast(0.6, oneThreshold: true));
        Assert.IsTrue(tuning.MeetsConstraint);
        Assert.AreEqual(0.5f, tuning.Thresholds[1].Threshold);
        Assert.AreEqual(0.5, tuning.Thresholds[1].Precision, "b alone does not reach it");
        Assert.AreEqual(1, tuning.Value);
        Assert.IsEmpty(_warnings);

        tuning = Tune(ThresholdRule.PrecisionAtLeast(0.8, oneThreshold: true), s_model.WithThresholds([9, 3.5f]));
        Assert.IsFalse(tuning.MeetsConstraint);
        CollectionAssert.AreEqual(new[] { 9, 3.5f }, tuning.Thresholds.Select(label => label.Threshold).ToArray());
        Assert.AreEqual(0, tuning.Value);
        Assert.AreEqual(
            "No one threshold for the 2 labels gives a precision of at least 0.8 on these rows; they keep theirs.", _warnings.Single());
        _warnings.Clear();

        tuning = Tune(ThresholdRule.PrecisionAtLeast(0.8, oneThreshold: true, UnreachableBound.Nearest));
        Assert.IsFalse(tuning.MeetsConstraint);
        Assert.AreEqual(2.5f, tuning.Thresholds[0].Threshold);
        Assert.AreEqual(0.6, tuning.Value, 1e-12);
        Assert.AreEqual(
            "No one threshold for the 2 labels gives a precision of at least 0.8 on these rows; they get the one that comes nearest.",
            _warnings.Single());
    }

    [TestMethod]
    public void Recall_IsReachedAtTheGreatestPrecision()
    {
        ThresholdTuning tuning = Tune(ThresholdRule.RecallAtLeast(0.5));
        CollectionAssert.AreEqual(new[] { 2.5f, 0.5f }, tuning.Thresholds.Select(label => label.Threshold).ToArray());
        Assert.AreEqual(0.75, tuning.Value, "precisions of 1 and 1/2; of two thresholds of 1/2 the one of the greater recall");
        Assert.IsTrue(tuning.MeetsConstraint);
    }

    [TestMethod]
    public void MissRateOfALabelWithTooFewRows_IsNotPromised()
    {
        ThresholdTuning tuning = Tune(ThresholdRule.MissRateAtMost(0.25, oneThreshold: false));
        Assert.AreEqual(MathF.BitDecrement(1), tuning.Thresholds[0].Threshold);
        Assert.IsTrue(tuning.Thresholds[0].MeetsConstraint);
        Assert.AreEqual(0, tuning.Thresholds[1].Threshold);
        Assert.IsFalse(tuning.Thresholds[1].IsTuned || tuning.Thresholds[1].MeetsConstraint || tuning.MeetsConstraint);
        Assert.AreEqual("1 of 2 labels have fewer than 3 positive rows and keep their thresholds: 'b'.", _warnings.Single());
        Assert.ThrowsExactly<InvalidOperationException>(() => Tune(ThresholdRule.MissRateAtMost(0.2)));
        Assert.IsTrue(Tune(ThresholdRule.MissRateAtMost(0.25)).MeetsConstraint);
    }

    [TestMethod]
    [DynamicData(nameof(Rules))]
    public void EveryRule_GivesAPipelineThatPredictsSoAfterAFile(object wanted)
    {
        var rule = (ThresholdRule)wanted;
        Article[] articles = [.. Enumerable.Range(0, 60).Select(i => new Article
        {
            Text = $"{(i % 2 == 0 ? "bread soup" : "pasta")} {(i % 3 == 0 ? "train" : "walk")} w{i % 7}",
            Tags = string.Join(';', ((string[])["cooking", "travel", "rail"]).Where((_, tag) => i % (2 + tag) == 0 || i % 11 == tag)),
        })];
        IDataView data = _ml.Data.LoadFromEnumerable(articles);
        var pipeline = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(_ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(_ml.MultiLabelClassification.Trainers.LogisticRegression())
            .Append(_ml.Transforms.Conversion.MapVectorToLabelSet("PredictedTags", "PredictedLabel"));
        ThresholdTuning tuning = _ml.MultiLabelClassification.TuneThresholds(pipeline.Fit(data), data, rule);

        using var file = new MemoryStream();
        _ml.Model.Save(tuning.Model, data.Schema, file);
        file.Position = 0;
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterMultiLabel();
        IDataView scored = fresh.Model.Load(file, out _).Transform(data);
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        bool[][] predicted = [.. scored.GetColumn<bool[]>("PredictedLabel")];
        string[][] tags = [.. scored.GetColumn<string[]>("PredictedTags")];
        for (int row = 0; row < scores.Length; row++)
        {
            bool[] expected = [.. scores[row].Select((score, label) => score > tuning.Thresholds[label].Threshold)];
            CollectionAssert.AreEqual(expected, predicted[row]);
            CollectionAssert.AreEqual(tuning.Thresholds.Where((_, label) => expected[label]).Select(label => label.Name).ToArray(), tags[row]);
        }

        MultiLabelClassificationMetrics metrics = _ml.MultiLabelClassification.Evaluate(scored);
        for (int label = 0; label < tuning.Thresholds.Count; label++)
        {
            if (!double.IsNaN(tuning.Thresholds[label].Precision))
                Assert.AreEqual(metrics.PerLabel[label].Precision, tuning.Thresholds[label].Precision, 1e-12);
            Assert.AreEqual(metrics.PerLabel[label].Recall, tuning.Thresholds[label].Recall, 1e-12);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void CalibratorDecides_SoItsThresholdsAreTuned(bool isotonic)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(s_rows);
        var calibrators = _ml.MultiLabelClassification.Calibrators;
        ITransformer calibrator = (isotonic ? calibrators.Isotonic() : calibrators.Platt()).Fit(s_model.Transform(data));
        ThresholdTuning tuning = _ml.MultiLabelClassification.TuneThresholds(
            new TransformerChain<ITransformer>(s_model, calibrator), data, ThresholdRule.RecallAtLeast(1));
        Assert.AreEqual("Probability", tuning.ColumnName);
        Assert.IsTrue(tuning.Thresholds.All(label => label.Recall == 1 && label.Threshold is > 0 and < 1));
        using var file = new MemoryStream();
        _ml.Model.Save(tuning.Model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = _ml.Model.Load(file, out _);
        MultiLabelClassificationMetrics metrics = _ml.MultiLabelClassification.Evaluate(loaded.Transform(data));
        Assert.AreEqual(tuning.Value, metrics.MacroPrecision, 1e-12);
        Assert.AreEqual(1, metrics.MacroRecall);

        // Alone, on rows that are scored already, likewise.
        ThresholdTuning alone = _ml.MultiLabelClassification.TuneThresholds(
            calibrator, s_model.Transform(data), ThresholdRule.RecallAtLeast(1));
        Assert.AreEqual(tuning.Thresholds[0], alone.Thresholds[0]);
        var twice = new TransformerChain<ITransformer>(s_model, calibrator, calibrator);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.TuneThresholds(twice, data)).Message,
            "1 multi-label predictors and 2 calibrators");
    }

    [TestMethod]
    public void LabelsInAnotherOrder_AreRefused()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(i => new Named { Tags = i % 2 == 0 ? "a" : "b" }));
        IDataView Targets(params string[] names) =>
            _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", labelNames: names).Fit(data).Transform(data);

        Assert.HasCount(2, _ml.MultiLabelClassification.TuneThresholds(s_model, Targets("a", "b")).Thresholds);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.TuneThresholds(s_model, Targets("b", "a")));
        StringAssert.Contains(exception.Message, "Label 0 is 'b' in column 'Label' and 'a' in column 'Score'; expected the same labels in the same order.");
        var unnamed = new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(new LinearModel(2, 2, [1, 0, 0, 1], [0, 0]), ["0", "1"], null), "Features");
        Assert.HasCount(2, _ml.MultiLabelClassification.TuneThresholds(unnamed, Targets("b", "a")).Thresholds);
        // Other scores have no names that could be compared: the model's are.
        IDataView other = _ml.Transforms.CopyColumns("Other", "Features").Fit(data).Transform(Targets("b", "a"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.TuneThresholds(s_model, other, scoreColumnName: "Other")).Message,
            "Label 0 is 'b' in column 'Label' and 'a' in the model");
    }

    private ThresholdTuning Tune(ThresholdRule rule, ITransformer? model = null) =>
        _ml.MultiLabelClassification.TuneThresholds(model ?? s_model, _ml.Data.LoadFromEnumerable(s_rows), rule);

    private sealed record Row([property: VectorType(2)] float[] Features, [property: VectorType(2)] float[] Label);

    private sealed class Article
    {
        public string Text { get; set; } = "";

        public string Tags { get; set; } = "";
    }

    private sealed class Named
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [1, 0];

        public string Tags { get; set; } = "";
    }
}
