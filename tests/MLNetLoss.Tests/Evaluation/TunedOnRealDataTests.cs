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
        const double Alpha = 0.2;
        Averaging[] averages = [Averaging.Macro, Averaging.Micro, Averaging.Samples];
        double[] gains = new double[averages.Length];
        // The smallest set has a hundred rows to tune on: one draw of them can mislead.
        for (int seed = 1; seed <= 3; seed++)
        {
            var split = ml.MultiLabelClassification.TrainTestSplit(known, testFraction: 0.3, seed: seed);
            var model = ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(split.TrainSet);
            MultiLabelClassificationMetrics half = ml.MultiLabelClassification.Evaluate(model.Transform(test));
            for (int i = 0; i < averages.Length; i++)
            {
                ThresholdTuning tuning = ml.MultiLabelClassification.TuneThresholds(model, split.TestSet, averages[i]);
                MultiLabelClassificationMetrics tuned = ml.MultiLabelClassification.Evaluate(tuning.Model.Transform(test));
                gains[i] += tuned.FBeta(1, averages[i]) - half.FBeta(1, averages[i]);
            }

            if (seed > 1)
                continue;
            ThresholdTuning complete = ml.MultiLabelClassification.TuneThresholds(model, split.TestSet, ThresholdRule.MissRateAtMost(Alpha));
            MultiLabelClassificationMetrics kept = ml.MultiLabelClassification.Evaluate(complete.Model.Transform(test));
            // One draw of rows strays from the mean that is promised; samples recall counts rows without labels as 0.
            Assert.AreEqual(1 - Alpha, kept.SamplesRecall, 0.05);
        }

        foreach (double gain in gains)
            Assert.IsGreaterThan(0, gain);
    }
}
