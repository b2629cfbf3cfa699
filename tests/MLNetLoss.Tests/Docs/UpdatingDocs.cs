using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Metrics;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/updating.md.</summary>
[TestClass]
public sealed class UpdatingDocs
{
    [TestMethod]
    [DoNotParallelize]
    public void Nightly()
    {
        using var directory = new TemporaryDirectory();
        string path = directory["model.zip"];
        Once(path);
        for (int night = 0; night < 2; night++)
        {
            string printed = PrintingCode.Run(() => EveryNight(path));
            Assert.Contains("in service: micro_f1 ", printed);
            Assert.Contains("new model: micro_f1 ", printed);
        }

        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        var chain = (TransformerChain<ITransformer>)ml.Model.Load(path, out _);
        // Flat, so that the next night finds its parts.
        Assert.HasCount(3, chain);
        CollectionAssert.AreEqual(
            new[] { "cooking", "music", "sport", "travel" }, chain.OfType<MultiLabelPredictionTransformer>().Single().Model.LabelNames.ToArray());
    }

    private static void Once(string path)
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());

        string[] tags = ["cooking", "music", "sport", "travel"];
        var preparation = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", labelNames: tags)
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Fit(articles);
        var predictor = ml.MultiLabelClassification.Trainers.GradientDescent().Fit(preparation.Transform(articles));
        ml.Model.Save(preparation.Append(predictor), articles.Schema, path);
    }

    private static void EveryNight(string path)
    {
        var ml = new MLContext(seed: 1);
        IDataView newArticles = ml.Data.LoadFromEnumerable(Article.Examples());

        ml.ComponentCatalog.RegisterMultiLabel();
        var inService = (TransformerChain<ITransformer>)ml.Model.Load(path, out DataViewSchema schema);
        var bootstrap = new BootstrapOptions { Measures = ["micro_f1", "macro_f1"] };
        foreach (var measure in ml.MultiLabelClassification.EvaluateIntervals(inService.Transform(newArticles), bootstrap))
            Console.WriteLine($"in service: {measure.Measure} {measure.Value:f3} ({measure.Lower:f3} to {measure.Upper:f3})");

        var predictor = inService.OfType<MultiLabelPredictionTransformer>().Single();
        var preparation = new TransformerChain<ITransformer>([.. inService.TakeWhile(step => step != predictor)]);
        var split = ml.MultiLabelClassification.TrainTestSplit(newArticles, testFraction: 0.4, labelColumnName: "Tags");
        var trainer = ml.MultiLabelClassification.Trainers.GradientDescent();
        var updated = trainer.Update(predictor.Model, preparation.Transform(split.TrainSet)).WithThresholds(predictor.Thresholds);
        var next = preparation.Append(updated);

        foreach (var change in ml.MultiLabelClassification.Compare(inService.Transform(split.TestSet), next.Transform(split.TestSet), bootstrap))
            Console.WriteLine($"new model: {change.Measure} {change.Difference:+0.000;-0.000} ({change.Lower:f3} to {change.Upper:f3})");
        ml.Model.Save(next, schema, path);
    }
}
