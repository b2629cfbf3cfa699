using Microsoft.ML.AutoML;

namespace MLNetLoss.AutoML;

/// <summary>Makes a pipeline whose one stage is any of some estimators.</summary>
internal static class Alternatives
{
    /// <summary>Makes the pipeline.</summary>
    /// <param name="estimators">The estimators, at least one.</param>
    public static SweepablePipeline Of(IReadOnlyList<SweepableEstimator> estimators)
    {
        // An empty pipeline cannot be made from outside AutoML. So one is made whose first stage is any of the estimators and whose second
        // is another, to give each its name, and of that the part that says "this one or that one".
        SweepablePipeline all = estimators[0].Append([.. estimators]);
        IEnumerable<string> names = estimators.Select(
            estimator => all.Estimators.Last(named => ReferenceEquals(named.Value, estimator)).Key);
        return all.BuildSweepableEstimatorPipeline(string.Join(" + ", names));
    }
}
