using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Evaluation;

/// <summary>Thresholds tuned on one part of real data, measured on another.</summary>
[TestClass]
public sealed class TunedOnRealDataTests
{
    [TestMethod]
    [DataRow("emotions")]
    [DataRow("yeast")]
    [DataRow("enron")]
    public void TunedThresholds_AreBetterOnNewRows_ThanOneHalf(string set)
    {
        var ml = new MLContext(1);
        IDataView known = ml.Data.LoadFromMultiLabelTextFile(SharedData.Train(set));
        IDataView test = ml.Data.LoadFromMultiLabelTextFile(SharedData.Test(set));
        var split = ml.MultiLabelClassification.TrainTestSplit(known, testFraction: 0.3, seed: 1);
        var model = ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(split.TrainSet);
        MultiLabelClassificationMetrics half = ml.MultiLabelClassification.Evaluate(model.Transform(test));
        foreach (Averaging averaging in (Averaging[])[Averaging.Macro, Averaging.Micro, Averaging.Samples])
        {
            ThresholdTuning tuning = ml.MultiLabelClassification.TuneThresholds(model, split.TestSet, averaging);
            MultiLabelClassificationMetrics tuned = ml.MultiLabelClassification.Evaluate(tuning.Model.Transform(test));
            Assert.IsGreaterThan(half.FBeta(1, averaging), tuned.FBeta(1, averaging));
        }

        const double Alpha = 0.2;
        ThresholdTuning complete = ml.MultiLabelClassification.TuneThresholds(model, split.TestSet, ThresholdRule.MissRateAtMost(Alpha));
        MultiLabelClassificationMetrics kept = ml.MultiLabelClassification.Evaluate(complete.Model.Transform(test));
        // One draw of rows strays from the mean that is promised; samples recall counts rows without labels as 0.
        Assert.AreEqual(1 - Alpha, kept.SamplesRecall, 0.05);
    }
}
