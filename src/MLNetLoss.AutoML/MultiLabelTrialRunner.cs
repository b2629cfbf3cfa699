using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNetLoss.Evaluation;

namespace MLNetLoss.AutoML;

/// <summary>
/// Runs one trial: builds the pipeline for its parameters, trains it, and measures it. The experiment makes a runner for each trial, and
/// one more that it never uses, so making one costs nothing; what the trial needs is asked for when it runs.
/// </summary>
/// <param name="services">The experiment's services: a context of the trial's own, the pipeline, the data.</param>
/// <param name="metric">The measure.</param>
/// <param name="best">The best loss of the experiment so far.</param>
internal sealed class MultiLabelTrialRunner(IServiceProvider services, MultiLabelMetric metric, BestLoss best) : ITrialRunner
{
    // The key under which SetPipeline puts the pipeline's parameters.
    private const string PipelineParameters = "_pipeline_";

    private const int DefaultSeed = 1;

    /// <inheritdoc/>
    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct) =>
        Task.Run(() => Run(settings, ct), CancellationToken.None);

    /// <summary>Does nothing: a model that is given away lives on with the trial's context, which is not cancelled.</summary>
    public void Dispose()
    {
    }

    private TrialResult Run(TrialSettings settings, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var context = Get<MLContext>();
        TrialCancellation.Attach(context, cancellation);
        try
        {
            var trial = new Trial(
                context, Get<SweepablePipeline>(), settings.Parameter[PipelineParameters], metric, cancellation);
            object data = Get<IDatasetManager>();
            (double value, ITransformer model) = data switch
            {
                ITrainValidateDatasetManager split => trial.TrainAndValidate(
                    split.LoadTrainDataset(context, settings), split.LoadValidateDataset(context, settings)),
                ICrossValidateDatasetManager folds => trial.CrossValidate(
                    folds.Dataset, folds.Fold, folds.SamplingKeyColumnName, Seed, fold => best.IsBeatenBy(Loss(fold))),
                _ => throw new NotSupportedException(
                    $"The experiment's data are a {data.GetType()}; expected an {nameof(ITrainValidateDatasetManager)} or an " +
                    $"{nameof(ICrossValidateDatasetManager)}."),
            };
            best.Update(Loss(value));
            return new TrialResult
            {
                TrialSettings = settings,
                Model = model,
                Metric = value,
                Loss = Loss(value),

                // AutoML takes a trial of no duration for a failed one, so milliseconds are not rounded.
                DurationInMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            };
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is not OperationCanceledException)
        {
            // A reading thread's exception comes wrapped, and AutoML knows a stopped trial by its type.
            throw new OperationCanceledException($"Trial {settings.TrialId} was stopped.", e, cancellation);
        }
    }

    // Folds must be the same in every trial, whose contexts differ.
    private int Seed => Get<AutoMLExperiment.AutoMLExperimentSettings>().Seed ?? DefaultSeed;

    // What AutoML minimises. An infinite loss never wins, and tells its tuners that the trial has failed; NaN would upset them.
    private double Loss(double value) =>
        double.IsNaN(value) ? double.PositiveInfinity : metric.IsHigherBetter ? -value : value;

    private T Get<T>()
        where T : class
        => services.GetService(typeof(T)) as T ?? throw new InvalidOperationException(
            $"The experiment has no {typeof(T).Name}; it needs SetPipeline, SetMultiLabelMetric and SetDataset before it runs.");
}
