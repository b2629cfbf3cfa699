using CsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Laws;

/// <summary>What is encoded, saved, written or split comes back as it was.</summary>
[TestClass]
public sealed class RoundTripLawTests
{
    private static readonly string[] s_names = ["io", "net", "text", "a b", "日本", "x,y", "\"q\"", "é"];

    private static readonly Gen<string[]> s_labelSet =
        Gen.Int[0, 7].Select(i => s_names[i]).Array[0, 5].Select(names => names.Distinct().ToArray());

    private static readonly Gen<float> s_finite = Gen.Single.Where(float.IsFinite);

    [TestMethod]
    public void LabelSets_EncodedAndDecoded_AreTheSame() => Gen.Select(s_labelSet.Array[1, 20], Gen.Bool).Where(x => x.Item1.Any(set => set.Length > 0)).Sample((sets, asText) =>
    {
        var ml = new MLContext();
        IDataView rows = ml.Data.LoadFromEnumerable(sets.Select(set => new Row { Tags = set, Text = string.Join(';', set) }).ToArray());
        IDataView output = ml.Transforms.Conversion.MapLabelSetToVector("Vector", asText ? "Text" : "Tags")
            .Append(ml.Transforms.Conversion.MapVectorToLabelSet("Again", "Vector")).Fit(rows).Transform(rows);
        string[][] again = [.. output.GetColumn<string[]>("Again")];
        for (int i = 0; i < sets.Length; i++)
            CollectionAssert.AreEquivalent(sets[i], again[i]);
    }, iter: 100);

    [TestMethod]
    public void Models_SavedAndLoaded_AreTheSameBits() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 6], Gen.Double[0, 1], Gen.Int).Sample(
        (features, labels, density, seed) =>
        {
            var random = new Random(seed);
            var model = new LinearModel(features, labels);
            for (int i = 0; i < model.Weights.Length; i++)
                model.Weights[i] = random.NextDouble() < density ? BitConverter.Int32BitsToSingle(random.Next()) : 0;
            float[] thresholds = [.. Enumerable.Range(0, labels).Select(_ => random.NextSingle() - 0.5f)];
            var before = new MultiLabelPredictionTransformer(
                new LinearMultiLabelModelParameters(
                    model, [.. Enumerable.Range(0, labels).Select(label => $"l{label}é")],
                    seed % 2 == 0 ? null : [.. Enumerable.Range(0, features).Select(feature => $"f{feature}")]),
                "Features", thresholds);
            var ml = new MLContext();
            ml.ComponentCatalog.RegisterMultiLabel();
            using var file = new MemoryStream();
            ml.Model.Save(before, null, file);
            file.Position = 0;
            var after = (MultiLabelPredictionTransformer)ml.Model.Load(file, out _);
            Assert.IsTrue(model.Weights.Select(BitConverter.SingleToInt32Bits).SequenceEqual(
                after.Model.Model.Weights.Select(BitConverter.SingleToInt32Bits)));
            CollectionAssert.AreEqual(thresholds, after.Thresholds.ToArray());
            CollectionAssert.AreEqual(before.Model.LabelNames.ToArray(), after.Model.LabelNames.ToArray());
            CollectionAssert.AreEqual(before.Model.FeatureNames?.ToArray(), after.Model.FeatureNames?.ToArray());
        }, iter: 60);

    [TestMethod]
    public void TextFiles_WrittenAndLoaded_HoldTheSameNumbers() => Gen.Select(Gen.Bool.Array[3], s_finite.Array[4]).Array[1, 15].Sample(rows =>
    {
        var ml = new MLContext();
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Numbers));
        schema["Label"].ColumnType = new VectorDataViewType(BooleanDataViewType.Instance, 3);
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        IDataView data = ml.Data.LoadFromEnumerable(rows.Select(row => new Numbers { Label = row.Item1, Features = row.Item2 }).ToArray(), schema);
        using var file = new TemporaryFile("");
        using (FileStream stream = File.Create(file.Path))
            ml.Data.SaveAsMultiLabelText(data, stream);
        IDataView again = ml.Data.LoadFromMultiLabelTextFile(file.Path);
        float[][] labels = [.. again.GetColumn<float[]>("Label")], features = [.. again.GetColumn<float[]>("Features")];
        for (int i = 0; i < rows.Length; i++)
        {
            CollectionAssert.AreEqual(rows[i].Item1.Select(flag => flag ? 1f : 0f).ToArray(), labels[i]);
            CollectionAssert.AreEqual(rows[i].Item2, features[i]);
        }
    }, iter: 60);

    [TestMethod]
    public void Measures_OfPartsMerged_AreThoseOfTheWhole() =>
        Gen.Select(Gen.Select(Gen.Float[-4, 4].Array[3], Gen.Bool.Array[3]).Array[2, 40], Gen.Int[0, 40]).Sample((rows, cut) =>
        {
            var whole = new MultiLabelMetricsAccumulator(3);
            var first = new MultiLabelMetricsAccumulator(3);
            var second = new MultiLabelMetricsAccumulator(3);
            for (int i = 0; i < rows.Length; i++)
            {
                float[] target = [.. rows[i].Item2.Select(flag => flag ? 1f : 0f)];
                whole.Add(rows[i].Item1, default, default, target);
                (i < cut ? first : second).Add(rows[i].Item1, default, default, target);
            }

            first.Merge(second);
            foreach ((MeasureValue expected, MeasureValue actual) in whole.Compute().Values.Zip(first.Compute().Values))
                Assert.AreEqual(expected.Value, actual.Value, 1e-12, expected.Key);
        }, iter: 200);

    private sealed class Row
    {
        public string[] Tags { get; set; } = [];

        public string Text { get; set; } = "";
    }

    private sealed class Numbers
    {
        public bool[] Label { get; set; } = [];

        public float[] Features { get; set; } = [];
    }
}
