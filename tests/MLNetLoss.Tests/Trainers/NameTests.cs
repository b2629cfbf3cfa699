using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Losses;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

/// <summary>Names of labels and features come from where ML.NET keeps them, and go to every output, into the model and its file.</summary>
[TestClass]
public sealed class NameTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void Labels_AreNamedByKeyValues()
    {
        IDataView data = s_ml.Transforms.Conversion.MapValueToKey("Label", "Tags").Fit(Rows()).Transform(Rows());
        Check(data, ["net", "io", "text"], null);
    }

    [TestMethod]
    public void Labels_AreNamedByKeyValuesOfAnyType()
    {
        IDataView data = s_ml.Transforms.Conversion.MapValueToKey("Label", "Numbers").Fit(Rows()).Transform(Rows());
        Check(data, ["3", "7"], null);
    }

    [TestMethod]
    public void Labels_AreNamedBySlotNames()
    {
        IDataView data = s_ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(Rows()).Transform(Rows());
        Check(data, ["io", "net", "text"], null);
    }

    [TestMethod]
    public void Labels_WithoutNames_AreNumbered() => Check(s_ml.Transforms.CopyColumns("Label", "Vector").Fit(Rows()).Transform(Rows()), ["0", "1"], null);

    [TestMethod]
    public void Features_AreNamedBySlotNames()
    {
        IDataView data = s_ml.Transforms.CopyColumns("Label", "Vector")
            .Append(s_ml.Transforms.Concatenate("Features", "Height", "Width", "Features")).Fit(Rows()).Transform(Rows());
        Check(data, ["0", "1"], ["Height", "Width", "", ""]);

        IDataView words = s_ml.Transforms.CopyColumns("Label", "Vector")
            .Append(s_ml.Transforms.Text.ProduceWordBags("Features", "Text", ngramLength: 1)).Fit(Rows()).Transform(Rows());
        Check(words, ["0", "1"], ["alpha", "beta", "gamma"]);
    }

    private static void Check(IDataView data, string[] labels, string[]? features)
    {
        foreach (IEstimator<MultiLabelPredictionTransformer> trainer in new IEstimator<MultiLabelPredictionTransformer>[]
        {
            s_ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 1),
            s_ml.MultiLabelClassification.Trainers.LogisticRegression(),
        })
        {
            MultiLabelPredictionTransformer trained = trainer.Fit(data);
            using var file = new MemoryStream();
            s_ml.Model.Save(trained, data.Schema, file);
            file.Position = 0;
            foreach (MultiLabelPredictionTransformer model in new[] { trained, (MultiLabelPredictionTransformer)s_ml.Model.Load(file, out _) })
            {
                CollectionAssert.AreEqual(labels, model.Model.LabelNames.ToArray());
                CollectionAssert.AreEqual(features, model.Model.FeatureNames?.ToArray());
                IDataView output = model.Transform(data);
                IDataView loss = s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", reduction: Reduction.None).Fit(output).Transform(output);
                foreach (string column in new[] { "Score", "Probability", "PredictedLabel", "Loss" })
                {
                    VBuffer<ReadOnlyMemory<char>> names = default;
                    loss.Schema[column].GetSlotNames(ref names);
                    CollectionAssert.AreEqual(labels, names.DenseValues().Select(name => name.ToString()).ToArray(), column);
                }
            }
        }
    }

    private static IDataView Rows() => s_ml.Data.LoadFromEnumerable(
    [
        new Row { Tags = ["net", "io"], Numbers = [3], Vector = [1, 0], Text = "alpha beta", Height = 1, Features = [1, 2] },
        new Row { Tags = [], Numbers = [7, 3], Vector = [0, 1], Text = "gamma beta", Width = 2, Features = [0, 1] },
        new Row { Tags = ["text", "io"], Numbers = [], Vector = [1, 1], Text = "alpha", Height = 3, Features = [3, 0] },
    ]);

    private sealed class Row
    {
        public string[] Tags { get; set; } = [];

        public int[] Numbers { get; set; } = [];

        [VectorType(2)]
        public float[] Vector { get; set; } = [];

        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";

        public float Height { get; set; }

        public float Width { get; set; }
    }
}
