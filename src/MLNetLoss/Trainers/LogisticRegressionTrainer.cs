using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>
/// Finds the exact minimum of L2-regularised logistic regression for all labels at once, with a certificate of how near it came and
/// no learning rate to choose. Made by <c>ml.MultiLabelClassification.Trainers.LogisticRegression</c>.
/// </summary>
/// <remarks>
/// <para>It minimises <c>sum over rows of weight * sum over labels of binary cross-entropy + L2Regularization / 2 * ||W||²</c>, the
/// bias left out: the problem of LIBLINEAR's <c>-s 0</c> and of scikit-learn's <c>LogisticRegression</c> with <c>C =
/// 1 / L2Regularization</c>, one against the rest.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Machine learning task</term><description>Multi-label classification</description></item>
/// <item><term>Is normalization required?</term><description>No, but L2 regularisation takes all features for equally
/// large</description></item>
/// <item><term>Is caching required?</term><description>No: the trainer reads the data into memory itself</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes, with this library's own export</description></item>
/// </list>
/// </remarks>
public sealed class LogisticRegressionTrainer : MultiLabelTrainer
{
    private readonly LogisticRegressionSettings _settings;

    internal LogisticRegressionTrainer(IHostEnvironment environment, Options options)
        : base(environment, "LogisticRegression", options)
    {
        _settings = options.ToSettings();
        _settings.Validate();
    }

    private protected override (LinearModel Model, TrainingSummary Summary) Train(TrainingTask task)
    {
        (TrainingSet set, int skipped) = TrainingRows.ReadFinite(task.Rows, Cancellation);
        LabelSummary[] labels = LabelSummary.Of(set);
        if (labels.All(label => label.PositiveWeight <= 0))
        {
            throw new InvalidDataException(
                $"No row of the training data has a positive target in label column '{task.Columns.Label.Column.Name}'; " +
                "there is nothing to learn.");
        }

        LogisticRegressionSolution solution = LogisticRegressionSolver.Solve(
            set, _settings, task.Start?.Model, new SolverProgress(this, task.Channel), Cancellation);
        if (!solution.Converged)
        {
            task.Channel.Warning(MessageSensitivity.None,
                "{0} of {1} labels did not come within the tolerance of their minimum.",
                solution.Labels.Count(label => !label.Converged && label.Status != SolverStatus.SetByRule), labels.Length);
        }

        double gap = solution.Labels.Where(label => !double.IsNaN(label.DualityGap)).Sum(label => label.DualityGap);
        return (solution.Model, new TrainingSummary
        {
            Trainer = "LogisticRegression",
            Options =
            [
                new(nameof(Options.L2Regularization), FormattableString.Invariant($"{_settings.L2Regularization}")),
                new(nameof(Options.FitBias), $"{_settings.FitBias}"),
                new(nameof(Options.Tolerance), FormattableString.Invariant($"{_settings.Tolerance}")),
                new(nameof(Options.Seed), FormattableString.Invariant($"{_settings.Seed}")),
            ],
            RowCount = set.RowCount,
            SkippedRowCount = skipped,
            Labels = [.. labels.Select(label => new LabelStatistics(label.PositiveWeight, label.Weight))],
            Iterations = solution.Iterations,
            Objective = solution.Objective,
            Converged = solution.Converged,
            DualityGap = solution.Labels.Any(label => double.IsNaN(label.DualityGap) && label.Status != SolverStatus.SetByRule) ? null : gap,
        });
    }

    /// <summary>The options of <see cref="LogisticRegressionTrainer"/>.</summary>
    public sealed class Options : MultiLabelTrainerOptions
    {
        /// <summary>The factor of half the squared weights in the objective, not negative: 1/C of LIBLINEAR.</summary>
        /// <value>1 unless set.</value>
        public double L2Regularization { get; set; } = Defaults.L2Regularization;

        /// <summary>Whether there is a bias; it is not regularised.</summary>
        /// <value>True unless set.</value>
        public bool FitBias { get; set; } = true;

        /// <summary>
        /// A label is solved when the bound on its objective's distance from the minimum is at most this part of the objective; in
        /// (0, 1).
        /// </summary>
        /// <value>1e-4 unless set.</value>
        public double Tolerance { get; set; } = Defaults.Tolerance;

        /// <summary>Iterations after which a label is given up as not converged, at least 1.</summary>
        /// <value>100 unless set.</value>
        public int NumberOfIterations { get; set; } = Defaults.NumberOfIterations;

        /// <summary>Bytes that the working memory of all threads together may take, the model and the data left out.</summary>
        /// <value>1 GiB unless set.</value>
        public long MemoryBudget { get; set; } = Defaults.MemoryBudget;

        internal LogisticRegressionSettings ToSettings() => new()
        {
            L2Regularization = L2Regularization,
            FitBias = FitBias,
            Tolerance = Tolerance,
            MaximumIterations = NumberOfIterations,
            MemoryBudget = MemoryBudget,
            Threads = Threads,
            Seed = Seed,
        };

        internal static new class Defaults
        {
            public const double L2Regularization = 1;
            public const double Tolerance = 1e-4;
            public const int NumberOfIterations = 100;
            public const long MemoryBudget = 1L << 30;
        }
    }

    private sealed class SolverProgress(LogisticRegressionTrainer trainer, IChannel channel) : IProgress<LogisticRegressionProgress>
    {
        public void Report(LogisticRegressionProgress value) => trainer.Report(channel, new TrainingProgress(
            value.Iteration, null, value.Objective, null, (double)value.LabelsDone / value.LabelCount, value.Elapsed, value.Remaining));
    }
}
