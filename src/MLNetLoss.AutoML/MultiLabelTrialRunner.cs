using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using MLNetLoss.Evaluation;

namespace MLNetLoss.AutoML;

/// <summary>
/// Runs one trial: builds the pipeline for its parameters, trains it and measures it. The experiment makes a runner for each trial, and one
/// more that it never uses, so construction is free: the services are resolved when the trial runs.
/// </summary>
/// <param name="services">The experiment's services: the trial's own context, the pipeline, the data.</param>
/// <param name="metric">The measure.</param>
/// <param name="stratification">The labels by which folds are stratified; null for random folds.</param>
/// <param name="best">The best loss of the experiment so far.</param>
internal sealed class MultiLabelTrialRunner(
    IServiceProvider services, MultiLabelMetric metric, Stratification? stratification, BestLoss best) : ITrialRunner
{
    // The key under which SetPipeline stores the pipeline's parameters.
    private const string PipelineParameters = "_pipeline_";

    private const int DefaultSeed = 1;

    /// <inheritdoc/>
    public Task<TrialResult> RunAsync(TrialSettings settings, CancellationToken ct) =>
        Task.Run(() => Run(settings, ct), CancellationToken.None);

    /// <summary>Does nothing: a returned model keeps using the trial's context.</summary>
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
                    folds.Dataset, folds.Fold, folds.SamplingKeyColumnName, stratification, Seed, fold => best.IsBeatenBy(Loss(fold))),
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

                // AutoML treats a trial with a duration of zero as failed, so milliseconds are not rounded.
                DurationInMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            };
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is not OperationCanceledException)
        {
            // An exception from a reading thread is wrapped, and AutoML recognises a stopped trial by the exception's type.
            throw new OperationCanceledException($"Trial {settings.TrialId} was stopped.", e, cancellation);
        }
    }

    // Folds must be the same in every trial, although contexts differ.
    private int Seed => Get<AutoMLExperiment.AutoMLExperimentSettings>().Seed ?? DefaultSeed;

    // AutoML minimises the loss. An infinite one never wins and tells its tuners that the trial failed; NaN would break them.
    private double Loss(double value) =>
        double.IsNaN(value) ? double.PositiveInfinity : metric.IsHigherBetter ? -value : value;

    private T Get<T>()
        where T : class
        => services.GetService(typeof(T)) as T ?? throw new InvalidOperationException(
            $"The experiment has no {typeof(T).Name}; it needs SetPipeline, SetMultiLabelMetric and SetDataset before it runs.");
}
