using Microsoft.ML;
using MLNetLoss.Calibrators;
using MLNetLoss.Solvers.Calibration;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/calibration.md.</summary>
[TestClass]
public sealed class CalibrationDocs
{
    [TestMethod]
    [DoNotParallelize]
    public void Calibration()
    {
        using var directory = new TemporaryDirectory();
        string printed = PrintingCode.Run(() => RunCalibration(directory["model.zip"]));
        Assert.Contains("calibration error", printed);
        Assert.Contains("slope", printed);
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        Assert.IsTrue(((IEnumerable<ITransformer>)ml.Model.Load(directory["model.zip"], out _)).Last() is MultiLabelCalibratorTransformer);
    }

    private static void RunCalibration(string path)
    {
        var ml = new MLContext(seed: 1);
        IDataView articles = ml.Data.LoadFromEnumerable(Article.Examples());
        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MultiLabelClassification.Trainers.LogisticRegression());

        var split = ml.MultiLabelClassification.TrainTestSplit(articles, testFraction: 0.4, labelColumnName: "Tags");
        var model = pipeline.Fit(split.TrainSet);

        var calibrator = ml.MultiLabelClassification.Calibrators.Platt().Fit(model.Transform(split.TestSet));
        var calibrated = model.Append(calibrator);
        ml.Model.Save(calibrated, articles.Schema, path);

        var metrics = ml.MultiLabelClassification.Evaluate(calibrated.Transform(split.TestSet));
        Console.WriteLine($"calibration error {metrics["ece"]:f3}, log loss {metrics["bce"]:f3}");
        if (calibrator.LabelCalibrators[0] is PlattCalibrator platt)
            Console.WriteLine($"{calibrator.LabelNames[0]}: slope {platt.Slope:f2}, offset {platt.Offset:f2}");
    }
}
