using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Calibrators;
using MLNetLoss.Onnx;
using MLNetLoss.Solvers;
using MLNetLoss.Solvers.Calibration;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Onnx;

[TestClass]
public sealed class SaveAsOnnxTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly string[] s_names = ["a", "say \"b\"\n, c", "ü"];

    [TestMethod]
    public void Run_ScoresByHand()
    {
        // Two features, three labels: score = bias + w0 * 2 + w1 * 3, and the same with 0 and 1.
        using var onnx = new OnnxRun(Model([0, 18.5f, -24]));
        (float[] score, float[] probability, bool[] predicted) = onnx.Predict([2, 3, 0, 1], 2);
        CollectionAssert.AreEqual(new[] { 14.5f, 18, -24, 4.5f, 4, -6 }, score);
        Assert.AreEqual(1 / (1 + Math.Exp(-4.5)), probability[3], 1e-6);
        CollectionAssert.AreEqual(new[] { true, false, false, true, false, true }, predicted, "strictly greater than the threshold");
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 1)]
    [DataRow(300, 40)]
    public void Run_RandomModels_EqualsTransform(int features, int labels)
    {
        var random = new Random(features);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        var model = new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(
                new LinearModel(features, labels, Draw(features * labels), Draw(labels)),
                [.. Enumerable.Range(0, labels).Select(label => $"l{label}")],
                null),
            "Features",
            Draw(labels));
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        Row[] rows = [.. Enumerable.Range(0, 20).Select(_ => new Row { Features = Draw(features) })];
        AssertEqual(model, s_ml.Data.LoadFromEnumerable(rows, schema));
    }

    public static IEnumerable<object[]> Sets => SharedData.Sets.Select(set => new object[] { set });

    [TestMethod]
    [DynamicData(nameof(Sets))]
    public void Run_RealData_EqualsTransform(string set)
    {
        IDataView train = s_ml.Data.LoadFromMultiLabelTextFile(SharedData.Train(set));
        MultiLabelPredictionTransformer model = s_ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 3).Fit(train);
        float[] thresholds = [.. Enumerable.Range(0, model.Model.LabelCount).Select(label => -0.1f * (label % 10))];
        AssertEqual(model.WithThresholds(thresholds), s_ml.Data.TakeRows(s_ml.Data.LoadFromMultiLabelTextFile(SharedData.Test(set)), 400));
    }

    [TestMethod]
    public void Run_CalibratedChain_GivesTheCalibratedProbabilitiesAndDecisions()
    {
        var random = new Random(5);
        Row[] rows = [.. Enumerable.Range(0, 50).Select(_ => new Row { Features = [2 * random.NextSingle(), -random.NextSingle()] })];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        IDataView data = s_ml.Data.LoadFromEnumerable(rows, schema);
        // The first label is calibrated to rarer, the second turned round, the third keeps its sigmoid.
        MultiLabelCalibratorTransformer calibrator = Calibrator(new PlattCalibrator(-0.7, 2), new PlattCalibrator(0.5, 1), null)
            .WithThresholds([0.3f, 0.2f, 0.6f]);
        var chain = new TransformerChain<ITransformer>(new TransformerChain<ITransformer>(Model([9, 9, 9])), calibrator);
        IDataView output = chain.Transform(data);
        float[] expected = [.. output.GetColumn<float[]>("Probability").SelectMany(row => row)];
        bool[] expectedPredicted = [.. output.GetColumn<bool[]>("PredictedLabel").SelectMany(row => row)];
        using var onnx = new OnnxRun(chain);
        (_, float[] probability, bool[] predicted) = onnx.Predict([.. rows.SelectMany(row => row.Features)], rows.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], probability[i], 1e-6);
        CollectionAssert.AreEqual(expectedPredicted, predicted);
        Assert.IsTrue(predicted.Contains(true) && predicted.Contains(false));
        Assert.AreEqual(1 / (1 + Math.Exp((-0.7 * 14.5) + 2)), onnx.Predict([2, 3], 1).Probability[0], 1e-6, "by hand");
    }

    [TestMethod]
    public void Save_WhatOnnxCannotSay_IsRefused()
    {
        MultiLabelCalibratorTransformer isotonic = Calibrator(null, new IsotonicCalibrator([0, 1], [0.2, 0.9]), null);
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => Save(Model(), isotonic)).Message,
            "Label 1 ('say \"b\"\n, c') is calibrated by isotonic regression");
        MultiLabelCalibratorTransformer platt = Calibrator(null, null, null);
        Refused("0 multi-label predictors and 1 calibrators", platt);
        Refused("2 multi-label predictors and 0 calibrators", Model(), Model());
        Refused("1 multi-label predictors and 2 calibrators", Model(), platt, platt);
        Refused("1 multi-label predictors and 1 calibrators", platt, Model());
        Refused("reads 3 labels of column 'Margin'; expected the 3 of 'Score'", Model(), new MultiLabelCalibratorTransformer("Margin", s_names, [null, null, null], null));
        Refused("reads 1 labels of column 'Score'; expected the 3 of 'Score'", Model(), new MultiLabelCalibratorTransformer("Score", ["a"], [null], null));

        static void Refused(string message, params ITransformer[] steps) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Save(steps)).Message, message);

        static void Save(params ITransformer[] steps) => new TransformerChain<ITransformer>(steps).SaveAsOnnx(new MemoryStream());
    }

    [TestMethod]
    public void Metadata_NamesLabelsAndFeatures()
    {
        using var onnx = new OnnxRun(Model());
        Assert.AreEqual("MLNetLoss", onnx.Producer);
        CollectionAssert.AreEqual(new[] { "a", "say \"b\"\n, c", "ü" }, JsonSerializer.Deserialize<string[]>(onnx.Metadata["label_names"]));
        CollectionAssert.AreEqual(new[] { "x", "y" }, JsonSerializer.Deserialize<string[]>(onnx.Metadata["feature_names"]));

        using var nameless = new OnnxRun(new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(new LinearModel(2, 1), ["0"], null), "Features"));
        Assert.IsFalse(nameless.Metadata.ContainsKey("feature_names"));
    }

    [TestMethod]
    public void Save_Path_ReplacesTheFileAndLeavesNothingElse()
    {
        using var folder = new TemporaryDirectory();
        string path = folder["model.onnx"];
        File.WriteAllText(path, "something older, and longer than nothing");
        Model().SaveAsOnnx(path);
        using var stream = new MemoryStream();
        Model().SaveAsOnnx(stream);
        CollectionAssert.AreEqual(stream.ToArray(), File.ReadAllBytes(path));

        // A folder in the way: the move fails, and what was written beside it is gone.
        string inTheWay = folder["folder.onnx"];
        Directory.CreateDirectory(inTheWay);
        Assert.Throws<Exception>(() => Model().SaveAsOnnx(inTheWay));
        CollectionAssert.AreEquivalent(new[] { path, inTheWay }, Directory.GetFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public void Save_BadArguments_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Model().SaveAsOnnx(string.Empty));
        Assert.ThrowsExactly<ArgumentNullException>(() => Model().SaveAsOnnx((Stream)null!));
        using var closed = new MemoryStream([], writable: false);
        Assert.Contains("cannot be written", Assert.ThrowsExactly<ArgumentException>(() => Model().SaveAsOnnx(closed)).Message);
        Assert.ThrowsExactly<DirectoryNotFoundException>(
            () => Model().SaveAsOnnx(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "model.onnx")));
    }

    [TestMethod]
    public void Save_MoreThanAFileHolds_SaysSo()
    {
        OnnxModel.CheckSize(1_000_000, 500);
        var e = Assert.ThrowsExactly<NotSupportedException>(() => OnnxModel.CheckSize(1_000_000, 600));
        Assert.AreEqual("An ONNX file holds up to 2 GB; the 1000000 x 600 weights of this model take 2.4 GB.", e.Message);
    }

    /// <summary>
    /// Checks that ONNX Runtime gives what <see cref="ITransformer.Transform"/> gives, to 1e-6 of the terms that make up a score: the two
    /// add them in another order, in single precision.
    /// </summary>
    internal static void AssertEqual(MultiLabelPredictionTransformer model, IDataView data)
    {
        using var onnx = new OnnxRun(model);
        IDataView output = model.Transform(data);
        float[][] features = [.. output.GetColumn<float[]>(model.FeatureColumnName)];
        float[][] expectedScore = [.. output.GetColumn<float[]>("Score")];
        float[][] expectedProbability = [.. output.GetColumn<float[]>("Probability")];
        bool[][] expectedPredicted = [.. output.GetColumn<bool[]>("PredictedLabel")];
        (float[] score, float[] probability, bool[] predicted) = onnx.Predict([.. features.SelectMany(row => row)], features.Length);
        int labels = model.Model.LabelCount;
        Assert.HasCount(features.Length * labels, score);
        for (int row = 0; row < features.Length; row++)
        {
            double[] terms = Terms(model.Model.Model, features[row]);
            for (int label = 0; label < labels; label++)
            {
                int i = (row * labels) + label;
                double tolerance = 1e-6 * Math.Max(1, terms[label]);
                Assert.AreEqual(expectedScore[row][label], score[i], tolerance, $"score of label {label} in row {row}");
                Assert.AreEqual(expectedProbability[row][label], probability[i], 2e-7 + (tolerance / 4), $"probability of label {label} in row {row}");

                // Where the score is that near to the threshold either answer is right.
                if (Math.Abs(expectedScore[row][label] - model.Thresholds[label]) > tolerance)
                    Assert.AreEqual(expectedPredicted[row][label], predicted[i], $"label {label} in row {row}");
            }
        }
    }

    /// <summary>The sizes of the terms that make up each score, summed.</summary>
    private static double[] Terms(LinearModel model, float[] row)
    {
        double[] terms = [.. model.Bias.Select(bias => (double)Math.Abs(bias))];
        for (int feature = 0; feature < row.Length; feature++)
        {
            if (row[feature] == 0)
                continue;
            ReadOnlySpan<float> weights = model.WeightsOf(feature);
            for (int label = 0; label < terms.Length; label++)
                terms[label] += Math.Abs((double)weights[label] * row[feature]);
        }

        return terms;
    }

    private static MultiLabelCalibratorTransformer Calibrator(params LabelCalibrator?[] calibrators) => new("Score", s_names, calibrators, null);

    private static MultiLabelPredictionTransformer Model(float[]? thresholds = null) => new(
        new LinearMultiLabelModelParameters(new LinearModel(2, 3, [1, 2, -3, 4, 5, -6], [0.5f, -1, 0]), s_names, ["x", "y"]),
        "Features",
        thresholds);

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
