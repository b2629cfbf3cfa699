using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/decisions.md.</summary>
[TestClass]
public sealed class DecisionsDocs
{
    [TestMethod]
    [DoNotParallelize]
    public void Thresholds()
    {
        string printed = PrintingCode.Run(Run, "model.zip");
        Assert.Contains("cooking: score above ", printed);
        Assert.Contains("macro-F1 on the rows tuned on", printed);
    }

    private static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());
        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MultiLabelClassification.Trainers.GradientDescent());

        var split = ml.MultiLabelClassification.TrainTestSplit(articles, testFraction: 0.4, labelColumnName: "Tags");
        var model = pipeline.Fit(split.TrainSet);
        var tuning = ml.MultiLabelClassification.TuneThresholds(model, split.TestSet, ThresholdRule.MaximizeFBeta(Averaging.Macro));
        Console.WriteLine($"macro-F1 on the rows tuned on: {tuning.Value:f3}");
        foreach (var label in tuning.Thresholds)
            Console.WriteLine($"{label.Name}: score above {label.Threshold:f2}, precision {label.Precision:f2}, recall {label.Recall:f2}");
        ml.Model.Save(tuning.Model, articles.Schema, "model.zip");

        var careful = ml.MultiLabelClassification.TuneThresholds(model, split.TestSet, ThresholdRule.PrecisionAtLeast(0.9));
        foreach (var label in careful.Thresholds.Where(label => !label.MeetsConstraint))
            Console.WriteLine($"{label.Name} does not reach it: precision {label.Precision:f2}");

        var complete = ml.MultiLabelClassification.TuneThresholds(model, split.TestSet, ThresholdRule.MissRateAtMost(0.1));
        Console.WriteLine($"every label above {complete.Thresholds[0].Threshold:f2}");

        Assert.IsTrue(complete.Value <= 0.1 && complete.MeetsConstraint);
    }
}
