using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/inside.md.</summary>
[TestClass]
public sealed class InsideDocs
{
    [TestMethod]
    public void Inside()
    {
        using var folder = new TemporaryFile("");
        string path = folder.Path;
        var ml = new MLContext(1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());
        IDataView testArticles = articles;

        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", separator: ';')
            .Append(ml.Transforms.Text.ProduceWordBags("Features", "Text", ngramLength: 1))
            .Append(ml.MultiLabelClassification.Trainers.GradientDescent());
        var chain = pipeline.Fit(articles);
        MultiLabelPredictionTransformer transformer = chain.LastTransformer;
        LinearMultiLabelModelParameters model = transformer.Model;

        int cooking = model.IndexOf("cooking");
        foreach (FeatureWeight feature in model.GetStrongestFeatures(cooking, count: 5))
            Console.WriteLine($"{feature.Name}: {feature.Weight:f2}");

        Assert.HasCount(5, Written());
        Assert.IsTrue(model.GetStrongestFeatures(cooking, 20).Where(feature => feature.Name is "soup" or "pasta" or "oven").All(feature => feature.Weight > 0));

        float[] weights = model.GetWeights(cooking);
        float bias = model.GetBias(cooking);

        IDataView table = model.ToDataView();       // Label, Bias, Weights; the slots of Weights named after the features
        using (FileStream file = File.Create(path))
            ml.Data.SaveAsText(table, file);

        Assert.HasCount(model.FeatureCount, weights);
        Assert.AreEqual(bias, table.GetColumn<float>("Bias").ElementAt(cooking));
        CollectionAssert.AreEqual(weights, table.GetColumn<float[]>("Weights").ElementAt(cooking));
        Assert.Contains("cooking\t", File.ReadAllText(path));

        TrainingSummary training = model.Training!;
        Console.WriteLine($"{training.Trainer}: {training.RowCount} rows, {training.SkippedRowCount} left out, {training.Iterations} passes");
        foreach ((string name, string value) in training.Options)
            Console.WriteLine($"{name} = {value}");
        foreach (TrainingPass pass in training.LossCurve)
            Console.WriteLine($"pass {pass.Iteration}: loss {pass.Loss:f4}");
        for (int label = 0; label < model.LabelCount; label++)
            Console.WriteLine($"{model.LabelNames[label]}: {training.Labels[label].Positives} rows, {training.Labels[label].Density:p1}");

        string[] written = Written();
        Assert.StartsWith("GradientDescent: 45 rows, 0 left out", written[0]);
        Assert.IsTrue(Array.Exists(written, line => line == "Loss = BCEWithLogitsLoss"), string.Join('\n', written));
        Assert.HasCount(training.Iterations, written.Where(line => line.StartsWith("pass ", StringComparison.Ordinal)).ToArray());
        Assert.IsLessThan(training.LossCurve[0].Loss, training.LossCurve[^1].Loss);
        Assert.IsTrue(Array.Exists(written, line => line.StartsWith("cooking: 25 rows, 55.6", StringComparison.Ordinal)), string.Join('\n', written));

        IDataView featurized = ml.Data.Cache(chain.Transform(testArticles));
        IReadOnlyList<FeatureImportance> importances = ml.MultiLabelClassification.PermutationFeatureImportance(
            transformer, featurized, new MultiLabelMetric("micro_f1"), permutationCount: 5, seed: 1);
        foreach (FeatureImportance feature in importances.Take(5))
            Console.WriteLine($"{feature.Name}: {feature.Mean:f3} ({feature.Lower:f3} to {feature.Upper:f3})");

        Assert.HasCount(5, Written());
        Assert.HasCount(model.FeatureCount, importances);
        Assert.IsGreaterThan(0, importances[0].Mean);
    }

    // What was written since the last call, line by line.
    private static string[] Written()
    {
        string[] lines = [.. Console.Lines];
        Console.Lines.Clear();
        return lines;
    }

    // Stands for the real one, which belongs to the whole process.
    private static class Console
    {
        public static List<string> Lines { get; } = [];

        public static void WriteLine(FormattableString text) => Lines.Add(FormattableString.Invariant(text));
    }
}
