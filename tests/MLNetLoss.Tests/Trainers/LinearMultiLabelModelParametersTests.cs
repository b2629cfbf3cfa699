using Microsoft.ML;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

[TestClass]
public sealed class LinearMultiLabelModelParametersTests
{
    // Whoever is given a model may share it between threads, and its names are those of its columns.
    [TestMethod]
    public void NoListOfAModelCanBeChanged()
    {
        string[] labels = ["a", "b"], features = ["x", "y"];
        LinearMultiLabelModelParameters assembled = new(new(2, 2, [1, 2, 3, 4], [0, 0]), labels, features);
        labels[0] = features[0] = "changed";
        Assert.AreEqual("a", assembled.LabelNames[0]);
        Assert.AreEqual("x", assembled.FeatureNames![0]);
        CheckLists(assembled);

        var ml = new MLContext(1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Row { Label = [i % 2, i % 3 % 2], Features = [i % 5, i] }));
        CheckLists(ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 2).Fit(rows).Model);
        MultiLabelPredictionTransformer exact = ml.MultiLabelClassification.Trainers.LogisticRegression(
            new LogisticRegressionTrainer.Options { L2Regularizations = [1, 10] }).Fit(rows);
        CheckLists(exact.Model);
        using var stream = new MemoryStream();
        ml.Model.Save(exact, rows.Schema, stream);
        CheckLists(((MultiLabelPredictionTransformer)ml.Model.Load(stream, out _)).Model);
    }

    private static void CheckLists(LinearMultiLabelModelParameters model)
    {
        CheckList(model.LabelNames);
        CheckList(model.FeatureNames ?? []);
        CheckList(model.Biases);
        CheckList(model.Training?.Options ?? []);
        CheckList(model.Training?.Labels ?? []);
        CheckList(model.Training?.LossCurve ?? []);
        CheckList(model.Training?.RegularizationPath ?? []);
    }

    private static void CheckList<T>(IReadOnlyList<T> list)
    {
        if (list is IList<T> { Count: > 0 } changeable)
            Assert.ThrowsExactly<NotSupportedException>(() => changeable[0] = changeable[0]);
    }

    private sealed class Row
    {
        [Microsoft.ML.Data.VectorType(2)]
        public float[] Label { get; set; } = [];

        [Microsoft.ML.Data.VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
