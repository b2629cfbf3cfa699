using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Tests.Trainers;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class TunedModelTests
{
    [TestMethod]
    public void AModelOfTwoPredictors_DoesNotSayWhichDecides()
    {
        var ml = new MLContext(1);
        IDataView data = SyntheticRows.View(ml, SyntheticRows.Make(40));
        IEstimator<ITransformer> trainer = ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 1);
        TransformerChain<ITransformer> twice = trainer.Append(trainer).Fit(data);
        Assert.Contains(
            "The model has 2 multi-label predictors and 0 calibrators; expected one of them, or one of each",
            Assert.ThrowsExactly<ArgumentException>(() => ml.MultiLabelClassification.TuneThresholds(twice, data)).Message);
    }
}
