using Microsoft.ML;
using MLNetLoss.Trainers;

namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>The exact solver on LIBLINEAR's problem: no bias, but a constant feature, L2 = 1.</summary>
internal sealed class LogisticRegressionSystem(MLContext ml, int threads)
    : LinearSystem(ml.MultiLabelClassification.Trainers.LogisticRegression(
        new LogisticRegressionTrainer.Options { FitBias = false, Threads = threads }))
{
    public const string SystemName = "logistic-regression";
}
