using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using MLNetLoss.AutoML;
using MLNetLoss.Tests.Trainers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.AutoML;

[TestClass]
public sealed class SweepableTrainerTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_data = SyntheticRows.View(s_ml, SyntheticRows.Make(60));

    [TestMethod]
    public void LogisticRegression_SpaceIsLogarithmicAndBeginsWithTheDefault()
    {
        var space = new SearchSpace<LogisticRegressionSearchOptions>();
        Assert.AreEqual(1, space.SampleFromFeatureSpace(space.Default).L2Regularization, 1e-9);
        Assert.IsFalse(space.SampleFromFeatureSpace(space.Default).BalancePosWeight);

        // Dimensions are in the order of the options' names: BalancePosWeight, L2Regularization.
        Assert.AreEqual(1e-4, space.SampleFromFeatureSpace([0, 0]).L2Regularization, 1e-12);
        Assert.AreEqual(1e4, space.SampleFromFeatureSpace([0, 1]).L2Regularization, 1e-6);
        Assert.AreEqual(1e-2, space.SampleFromFeatureSpace([0, 0.25]).L2Regularization, 1e-9);
        Assert.IsTrue(space.SampleFromFeatureSpace([0, 0]).BalancePosWeight);
        Assert.IsFalse(space.SampleFromFeatureSpace([0.99, 0]).BalancePosWeight);
    }

    [TestMethod]
    public void GradientDescent_SpaceBeginsWithBinaryCrossEntropy()
    {
        var space = new SearchSpace<GradientDescentSearchOptions>();
        GradientDescentSearchOptions options = space.SampleFromFeatureSpace(space.Default);
        Assert.AreEqual(SearchedLoss.BinaryCrossEntropy, options.Loss);
        Assert.AreEqual(0.1, options.L2Regularization, 1e-9);
        Assert.AreEqual(2, options.Gamma, 1e-9);
        var losses = Enumerable.Range(0, 30).Select(i => space.SampleFromFeatureSpace([0.5, 0.5, 0.5, i / 30.0]).Loss).Distinct().ToArray();
        CollectionAssert.AreEquivalent(Enum.GetValues<SearchedLoss>(), losses, "names are in the order of the alphabet: the last is the loss");
    }

    [TestMethod]
    public void Trainers_AtEveryCornerOfTheirSpace_Train()
    {
        foreach (SweepableEstimator trainer in new[] { s_ml.Auto().MultiLabelLogisticRegression(), s_ml.Auto().MultiLabelGradientDescent() })
        {
            int dimensions = trainer.SearchSpace.FeatureSpaceDim;
            for (int corner = 0; corner < 1 << dimensions; corner++)
            {
                double[] point = [.. Enumerable.Range(0, dimensions).Select(i => (double)((corner >> i) & 1))];
                Parameter parameter = trainer.SearchSpace.SampleFromFeatureSpace(point);
                ITransformer model = trainer.BuildFromOption(s_ml, parameter).Fit(s_data);
                Assert.IsGreaterThan(0, s_ml.MultiLabelClassification.Evaluate(model.Transform(s_data))["lrap"], parameter.ToString());
            }
        }
    }

    [TestMethod]
    public void Trainers_UseTheParametersAndTheColumns()
    {
        IDataView renamed = s_ml.Transforms.CopyColumns("Y", "Label").Append(s_ml.Transforms.CopyColumns("X", "Features"))
            .Append(s_ml.Transforms.DropColumns("Label", "Features")).Fit(s_data).Transform(s_data);
        var options = new GradientDescentSearchOptions { Loss = SearchedLoss.Asymmetric, Gamma = 3, L2Regularization = 2 };
        var model = (MultiLabelPredictionTransformer)s_ml.Auto().MultiLabelGradientDescent("Y", "X", "Weight")
            .BuildFromOption(s_ml, Parameter.FromObject(options)).Fit(renamed);
        Dictionary<string, string> used = model.Model.Training!.Options.ToDictionary(option => option.Key, option => option.Value);
        Assert.AreEqual("2", used["L2Regularization"]);
        Assert.AreEqual("AsymmetricLoss", used["Loss"]);
        Assert.AreEqual("X", model.FeatureColumnName);

        var regression = (MultiLabelPredictionTransformer)s_ml.Auto().MultiLabelLogisticRegression("Y", "X", "Weight")
            .BuildFromOption(s_ml, Parameter.FromObject(new LogisticRegressionSearchOptions { L2Regularization = 5, BalancePosWeight = true })).Fit(renamed);
        used = regression.Model.Training!.Options.ToDictionary(option => option.Key, option => option.Value);
        Assert.AreEqual("5", used["L2Regularization"]);
        Assert.AreEqual("True", used["BalancePosWeight"]);
    }

    [TestMethod]
    public void MultiLabelClassification_IsOneStageOfEitherTrainer()
    {
        SweepablePipeline both = s_ml.Auto().MultiLabelClassification();
        Assert.HasCount(2, both.Estimators);
        SweepablePipeline chain = s_ml.Transforms.NormalizeMinMax("Features").Append(both);
        var found = new HashSet<string>();
        foreach (double choice in new[] { 0, 0.99 })
        {
            // The last dimension would be the choice of trainer or not, by name, so all are set.
            double[] point = [.. chain.SearchSpace.Default.Select(_ => choice)];
            TransformerChain<ITransformer> model = chain.BuildFromOption(s_ml, chain.SearchSpace.SampleFromFeatureSpace(point)).Fit(s_data);
            Assert.HasCount(2, model.ToArray());
            found.Add(model.OfType<MultiLabelPredictionTransformer>().Single().Model.Training!.Trainer);
        }

        CollectionAssert.AreEquivalent(new[] { "LogisticRegression", "GradientDescent" }, found.ToArray());
        Assert.HasCount(1, s_ml.Auto().MultiLabelClassification(useLogisticRegression: false).Estimators);
        Assert.Throws<ArgumentException>(() => s_ml.Auto().MultiLabelClassification(useLogisticRegression: false, useGradientDescent: false));
    }
}
