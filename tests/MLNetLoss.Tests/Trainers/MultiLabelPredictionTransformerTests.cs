using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

[TestClass]
public sealed class MultiLabelPredictionTransformerTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void Transform_ScoresByHand()
    {
        // Two features, three labels: score = bias + w0 * 2 + w1 * 3.
        IDataView output = Model().Transform(Data(new Row { Features = [2, 3] }));
        Prediction row = s_ml.Data.CreateEnumerable<Prediction>(output, false).Single();
        CollectionAssert.AreEqual(new[] { 0.5f + 2 + 12, -1f + 4 + 15, 0f - 6 - 18 }, row.Score);
        Assert.AreEqual(1 / (1 + Math.Exp(24)), row.Probability[2], 1e-17);
        CollectionAssert.AreEqual(new[] { true, true, false }, row.PredictedLabel);
    }

    [TestMethod]
    public void PredictionEngine_AllocatesNothingPerRow()
    {
        const int Rows = 1000;
        var input = new BufferRow { Features = new VBuffer<float>(2, [2f, 3f]) };
        SchemaDefinition schema = SchemaDefinition.Create(typeof(BufferRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        using PredictionEngine<BufferRow, BufferPrediction> engine = s_ml.Model.CreatePredictionEngine<BufferRow, BufferPrediction>(
            Model(), inputSchemaDefinition: schema);
        var prediction = new BufferPrediction();
        engine.Predict(input, ref prediction);
        long bytes = Allocations.Least(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rows; i++)
                engine.Predict(input, ref prediction);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.IsLessThan(Rows, bytes);
        CollectionAssert.AreEqual(new[] { 0.5f + 2 + 12, -1f + 4 + 15, 0f - 6 - 18 }, prediction.Score.DenseValues().ToArray());

        // Another row in the same object is another score.
        input.Features = new VBuffer<float>(2, [0f, 0f]);
        engine.Predict(input, ref prediction);
        CollectionAssert.AreEqual(new[] { 0.5f, -1f, 0f }, prediction.Score.DenseValues().ToArray());
    }

    [TestMethod]
    public void PredictedLabel_IsStrictlyAboveTheThreshold()
    {
        MultiLabelPredictionTransformer tuned = Model().WithThresholds([14.5f, 17.9f, -24f]);
        Prediction row = s_ml.Data.CreateEnumerable<Prediction>(tuned.Transform(Data(new Row { Features = [2, 3] })), false).Single();
        CollectionAssert.AreEqual(new[] { false, true, false }, row.PredictedLabel);
        CollectionAssert.AreEqual(new[] { 14.5f, 17.9f, -24f }, tuned.Thresholds.ToArray());
    }

    [TestMethod]
    public void WithThresholds_WrongCountOrNaN_Throws()
    {
        Assert.Contains("2 thresholds", Assert.ThrowsExactly<ArgumentException>(() => Model().WithThresholds([0, 0])).Message);
        Assert.Contains("'b' is NaN", Assert.ThrowsExactly<ArgumentException>(() => Model().WithThresholds([0, float.NaN, 0])).Message);
    }

    [TestMethod]
    public void Transform_OtherFeatures_NamesRoleColumnAndTypes()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Model().Transform(Data(new Row { Features = [1, 2, 3] }, 3)));
        Assert.Contains("feature column 'Features': expected Vector<Single, 2>, got Vector<Single, 3>", e.Message);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new MultiLabelPredictionTransformer(Model().Model, "Other").Transform(Data(new Row { Features = [1, 2] })));
        Assert.Contains("Could not find feature column 'Other'", e.Message);
    }

    [TestMethod]
    public void Features_MayHaveSeveralDimensions()
    {
        SyntheticRows.Row[] rows = SyntheticRows.Make(60);
        SchemaDefinition shaped = SchemaDefinition.Create(typeof(SyntheticRows.Row));
        shaped["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2, 3);
        IDataView plain = SyntheticRows.View(s_ml, rows), data = s_ml.Data.LoadFromEnumerable(rows, shaped);
        MultiLabelPredictionTransformer model = s_ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(data);
        float[][] scores = [.. model.Transform(data).GetColumn<float[]>("Score")];
        float[][] expected = [.. s_ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(plain).Transform(plain).GetColumn<float[]>("Score")];
        for (int row = 0; row < rows.Length; row++)
            CollectionAssert.AreEqual(expected[row], scores[row]);
    }

    [TestMethod]
    public void Schema_CarriesNamesAndScoreAnnotations()
    {
        DataViewSchema schema = Model().Transform(Data(new Row { Features = [2, 3] })).Schema;
        foreach ((string name, string kind) in new[] { ("Score", "Score"), ("Probability", "Probability"), ("PredictedLabel", "PredictedLabel") })
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            schema[name].GetSlotNames(ref names);
            CollectionAssert.AreEqual(new[] { "a", "b", "c" }, names.DenseValues().Select(slot => slot.ToString()).ToArray());
            ReadOnlyMemory<char> text = default;
            schema[name].Annotations.GetValue("ScoreValueKind", ref text);
            Assert.AreEqual(kind, text.ToString());
            schema[name].Annotations.GetValue("ScoreColumnKind", ref text);
            Assert.AreEqual("MultiLabelClassification", text.ToString());
            uint id = 0;
            schema[name].Annotations.GetValue("ScoreColumnSetId", ref id);
            Assert.AreEqual(1u, id);
            Assert.AreEqual(name == "Probability", schema[name].IsNormalized());
        }

        IDataView twice = Model().Transform(Model().Transform(Data(new Row { Features = [2, 3] })));
        uint second = 0;
        twice.Schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref second);
        Assert.AreEqual(2u, second);
    }

    [TestMethod]
    public void Model_IsReadable()
    {
        LinearMultiLabelModelParameters model = Model().Model;
        CollectionAssert.AreEqual(new[] { 2f, 5f }, model.GetWeights(model.IndexOf("b")));
        Assert.AreEqual(-1f, model.GetBias(1));
        FeatureWeight strongest = model.GetStrongestFeatures(2, 1).Single();
        Assert.AreEqual(new FeatureWeight(1, "y", -6), strongest);
        Assert.Contains("no label 'd'", Assert.ThrowsExactly<ArgumentException>(() => model.IndexOf("d")).Message);
        Assert.Contains("labels 0 to 2", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GetBias(3)).Message);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(100)]
    [DataRow(1000)]
    public void StrongestFeatures_AreTheFirstOfAllInOrder(int count)
    {
        var random = new Random(2);
        var linear = new LinearModel(500, 2);
        for (int feature = 0; feature < linear.FeatureCount; feature++)
            linear.WeightsOf(feature)[1] = random.Next(-20, 20) * 0.5f;
        var model = new LinearMultiLabelModelParameters(linear, ["a", "b"], null);
        FeatureWeight[] expected =
        [
            .. model.GetWeights(1)
                .Select((weight, feature) => new FeatureWeight(feature, null, weight))
                .Where(feature => feature.Weight != 0)
                .OrderByDescending(feature => Math.Abs(feature.Weight))
                .ThenBy(feature => feature.Index)
                .Take(count),
        ];
        CollectionAssert.AreEqual(expected, model.GetStrongestFeatures(1, count).ToArray());
        Assert.IsEmpty(model.GetStrongestFeatures(0, count));
    }

    [TestMethod]
    public void SparseWeights_AreSavedSparsely()
    {
        const int Features = 20_000;
        var sparse = new LinearModel(Features, 10);
        sparse.WeightsOf(7)[3] = 1.5f;
        sparse.WeightsOf(19_999)[0] = -2;
        var transformer = new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(sparse, [.. Enumerable.Range(0, 10).Select(label => $"{label}")], null), "Features");
        IDataView data = Data(new Row { Features = new float[Features] }, Features);
        using var file = new MemoryStream();
        s_ml.Model.Save(transformer, data.Schema, file);
        Assert.IsLessThan(20_000L, file.Length);
        file.Position = 0;
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterMultiLabel();
        var loaded = (MultiLabelPredictionTransformer)fresh.Model.Load(file, out _);
        CollectionAssert.AreEqual(sparse.Weights, loaded.Model.Model.Weights);
    }

    [TestMethod]
    public void DenseWeights_TakeFourBytesEach()
    {
        const int Features = 500;
        const int Labels = 40;
        var random = new Random(1);
        var model = new LinearModel(
            Features, Labels, [.. Enumerable.Range(0, Features * Labels).Select(_ => (float)random.NextDouble())], new float[Labels]);
        var transformer = new MultiLabelPredictionTransformer(
            new LinearMultiLabelModelParameters(model, [.. Enumerable.Range(0, Labels).Select(label => $"{label}")], null), "Features");
        using var file = new MemoryStream();
        s_ml.Model.Save(transformer, Data(new Row { Features = new float[Features] }, Features).Schema, file);
        Assert.IsLessThan((4L * Features * Labels) + 4000, file.Length);
    }

    private static MultiLabelPredictionTransformer Model() => new(
        new LinearMultiLabelModelParameters(
            new LinearModel(2, 3, [1, 2, -3, 4, 5, -6], [0.5f, -1, 0]), ["a", "b", "c"], ["x", "y"]),
        "Features");

    private static IDataView Data(Row row, int size = 2)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        return s_ml.Data.LoadFromEnumerable([row], schema);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class BufferRow
    {
        public VBuffer<float> Features { get; set; }
    }

    private sealed class BufferPrediction
    {
        public VBuffer<float> Score { get; set; }

        public VBuffer<float> Probability { get; set; }

        public VBuffer<bool> PredictedLabel { get; set; }
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];

        public float[] Probability { get; set; } = [];

        public bool[] PredictedLabel { get; set; } = [];
    }
}
