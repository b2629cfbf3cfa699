using Microsoft.ML.AutoML;

namespace MLNetLoss.AutoML;

/// <summary>Makes a pipeline with a single stage that is one of several estimators.</summary>
internal static class Alternatives
{
    /// <summary>Makes the pipeline.</summary>
    /// <param name="estimators">The estimators, at least one.</param>
    public static SweepablePipeline Of(IReadOnlyList<SweepableEstimator> estimators)
    {
        // An empty pipeline cannot be made outside AutoML. So a pipeline of two stages is made, the second a choice of all the estimators,
        // which gives each its name; then only the stage with the choice is kept.
        SweepablePipeline all = estimators[0].Append([.. estimators]);
        IEnumerable<string> names = estimators.Select(
            estimator => all.Estimators.Last(named => ReferenceEquals(named.Value, estimator)).Key);
        return all.BuildSweepableEstimatorPipeline(string.Join(" + ", names));
    }
}
