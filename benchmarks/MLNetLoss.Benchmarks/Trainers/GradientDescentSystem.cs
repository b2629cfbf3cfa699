using Microsoft.ML;
using MLNetLoss.Trainers;

namespace MLNetLoss.Benchmarks.Trainers;

/// <summary>Gradient descent with its default options.</summary>
internal sealed class GradientDescentSystem(MLContext ml, int threads)
    : LinearSystem(ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options { Threads = threads }))
{
    public const string SystemName = "gradient-descent";
}
