namespace Microsoft.ML.AutoML;

public abstract class ExperimentSettings
{
    public int MaxModels = int.MaxValue;

    public uint MaxExperimentTimeInSeconds { get; set; } = 24 * 60 * 60;

    public CancellationToken CancellationToken { get; set; }
}

public class AutoMLExperiment
{
    private readonly AutoMLExperimentSettings _settings;
    private double _bestLoss = double.MaxValue;
    private TrialResult _best;

    public AutoMLExperiment(MLContext context, AutoMLExperimentSettings settings)
    {
        _settings = settings;
        _settings.SearchSpace ??= [];
        Services.AddSingleton(settings);

        // Each trial has a context of its own, whose log comes to the experiment's.
        Services.AddTransient(_ => new MLContext(_settings.Seed));
    }

    internal Services Services { get; } = new();

    public AutoMLExperiment SetTrainingTimeInSeconds(uint trainingTimeInSeconds)
    {
        _settings.MaxExperimentTimeInSeconds = trainingTimeInSeconds;
        return this;
    }

    public AutoMLExperiment SetMaxModelToExplore(int maxModel)
    {
        _settings.MaxModels = maxModel;
        return this;
    }

    public AutoMLExperiment AddSearchSpace(string key, SearchSpace.SearchSpace searchSpace)
    {
        _settings.SearchSpace[key] = searchSpace;
        return this;
    }

    public AutoMLExperiment SetMonitor<TMonitor>(TMonitor monitor)
        where TMonitor : class, IMonitor
    {
        Services.AddSingleton<IMonitor>(monitor);
        return this;
    }

    public AutoMLExperiment SetTrialRunner<TTrialRunner>(Func<IServiceProvider, TTrialRunner> factory)
        where TTrialRunner : class, ITrialRunner
    {
        Services.AddTransient<ITrialRunner>(factory);
        return this;
    }

    public AutoMLExperiment SetTuner<TTuner>(TTuner proposer)
        where TTuner : class, ITuner
    {
        Services.AddSingleton<ITuner>(proposer);
        return this;
    }

    public TrialResult Run() => RunAsync().Result;

    public async Task<TrialResult> RunAsync(CancellationToken ct = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(TimeSpan.FromSeconds(_settings.MaxExperimentTimeInSeconds));

        // One runner that is never used, as in the real one.
        Services.Get<ITrialRunner>();
        IMonitor monitor = Services.Get<IMonitor>();
        ITuner tuner = Services.Get<ITuner>();
        for (int trial = 0; trial < _settings.MaxModels && !stop.IsCancellationRequested; trial++)
        {
            var settings = new TrialSettings { TrialId = trial, StartedAtUtc = DateTime.UtcNow };
            settings.Parameter = tuner.Propose(settings);
            monitor?.ReportRunningTrial(settings);
            try
            {
                using ITrialRunner runner = Services.Get<ITrialRunner>();
                TrialResult result = await runner.RunAsync(settings, stop.Token).ConfigureAwait(false);
                settings.EndedAtUtc = DateTime.UtcNow;
                monitor?.ReportCompletedTrial(result);
                tuner.Update(result);
                if (result.Loss < _bestLoss)
                {
                    (_best, _bestLoss) = (result, result.Loss);
                    monitor?.ReportBestTrial(result);
                }
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                monitor?.ReportFailTrial(settings, e);
                tuner.Update(new TrialResult { TrialSettings = settings, Loss = double.MaxValue });
                if (e is not OperationCanceledException && _best is null)
                    throw;
            }
        }

        return _best ?? throw new TimeoutException("No trial was completed with a loss that is a number.");
    }

    public class AutoMLExperimentSettings : ExperimentSettings
    {
        public int? Seed { get; set; }

        public SearchSpace.SearchSpace SearchSpace { get; set; }
    }
}
