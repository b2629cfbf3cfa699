using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using MLNetLoss.AutoML;
using MLNetLoss.Evaluation;

namespace MLNetLoss.Tests.Docs;

/// <summary>The code of docs/automl.md.</summary>
[TestClass]
public sealed class AutoMLDocs
{
    [TestMethod]
    public void Search()
    {
        var context = new MLContext(1);
        var split = context.Data.TrainTestSplit(context.Data.LoadFromEnumerable(Article.Examples()), testFraction: 0.3);

        var ml = new MLContext(seed: 1);
        var pipeline = ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", separator: ';')
            .Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.Auto().MultiLabelClassification());

        AutoMLExperiment experiment = ml.Auto().CreateExperiment()
            .SetPipeline(pipeline)
            .SetMultiLabelMetric("micro_f1")
            .SetDataset(split.TrainSet, split.TestSet)
            .SetMaxModelToExplore(8);
        TrialResult best = experiment.Run();

        Assert.IsGreaterThan(0.8, best.Metric);
        Assert.AreEqual(ml.MultiLabelClassification.Evaluate(best.Model.Transform(split.TestSet)).MicroF1, best.Metric);
    }

    [TestMethod]
    public void OwnMeasure()
    {
        var ml = new MLContext(1);
        AutoMLExperiment experiment = ml.Auto().CreateExperiment().SetPipeline(ml.Auto().MultiLabelClassification());

        experiment.SetMultiLabelMetric(new MultiLabelMetric("lrap", labelColumnName: "Label", scoreColumnName: "Score"));

        IDataView data = Trainers.SyntheticRows.View(ml, Trainers.SyntheticRows.Make(50));
        Assert.IsGreaterThan(0.8, experiment.SetDataset(data, data).SetMaxModelToExplore(1).Run().Metric);
    }

    [TestMethod]
    public void OwnSpace()
    {
        var ml = new MLContext(1);

        var space = new SearchSpace<LogisticRegressionSearchOptions>
        {
            ["L2Regularization"] = new UniformDoubleOption(0.01, 10, logBase: true, defaultValue: 0.1),
        };
        SweepableEstimator trainer = ml.Auto().MultiLabelLogisticRegression(searchSpace: space);

        Assert.AreEqual(0.1, trainer.Parameter.AsType<LogisticRegressionSearchOptions>().L2Regularization, 1e-9);
    }
}
