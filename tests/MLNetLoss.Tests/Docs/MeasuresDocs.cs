using Microsoft.ML;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/measures.md.</summary>
[TestClass]
public sealed class MeasuresDocs
{
    [TestMethod]
    [DoNotParallelize]
    public void CrossValidation()
    {
        string printed = PrintingCode.Run(RunCrossValidation);
        Assert.Contains("fold 4: micro-F1", printed);
        Assert.Contains(" ± ", printed);
    }

    private static void RunCrossValidation()
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());
        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MultiLabelClassification.Trainers.GradientDescent());

        var result = ml.MultiLabelClassification.CrossValidate(articles, pipeline, numberOfFolds: 5, stratificationColumnName: "Tags");
        foreach (var fold in result)
            Console.WriteLine($"fold {fold.Fold}: micro-F1 {fold.Metrics.MicroF1:f3} of {fold.Metrics.RowCount} rows");
        var microF1 = result["micro_f1"];
        Console.WriteLine($"micro-F1 {microF1.Mean:f3} ± {microF1.StandardDeviation:f3}");

        var split = ml.MultiLabelClassification.TrainTestSplit(articles, testFraction: 0.2, labelColumnName: "Tags");
        Assert.AreEqual(9, split.TestSet.GetRowCount());
    }
}
