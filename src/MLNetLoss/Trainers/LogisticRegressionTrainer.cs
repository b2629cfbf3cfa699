using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>
/// Finds the exact minimum of L2-regularised logistic regression for all labels at once, with a certificate of how close it came and no
/// learning rate to choose. Created by <c>ml.MultiLabelClassification.Trainers.LogisticRegression</c>.
/// </summary>
/// <remarks>
/// <para>It minimises <c>sum over rows of weight * sum over labels of binary cross-entropy + L2Regularization / 2 * ||W||²</c>, the
/// bias left out: the problem of LIBLINEAR's <c>-s 0</c> and of scikit-learn's <c>LogisticRegression</c> with <c>C =
/// 1 / L2Regularization</c>, one-vs-rest.</para>
/// <para>Sixteen labels are solved side by side, so that a row's features are read once for all of them. The algorithm depends on the shape
/// of the data. For sparse rows, or fewer rows than features, dual coordinate ascent comes close to the minimum and Newton's method with
/// conjugate gradients finishes. For dense rows of up to 512 features, Newton's method is preconditioned by a Cholesky factor of the
/// features' Gram matrix; for other dense rows, or when starting from a model, by the diagonal of the Hessian. Each label ends with a
/// certificate: its duality gap, or without an L2 term its gradient.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Machine learning task</term><description>Multi-label classification</description></item>
/// <item><term>Is normalization required?</term><description>No, but L2 regularisation presumes features of similar
/// scale</description></item>
/// <item><term>Is caching required?</term><description>No: the trainer reads the data into memory itself</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes, with this library's own export</description></item>
/// </list>
/// </remarks>
public sealed class LogisticRegressionTrainer : MultiLabelTrainer
{
    private readonly LogisticRegressionSettings _settings;
    private readonly double[]? _path;
    private readonly double _validationFraction;

    internal LogisticRegressionTrainer(IHostEnvironment environment, Options options)
        : base(environment, "LogisticRegression", options)
    {
        options.Validate("logistic regression");
        SolverWarmUp.LogisticRegression();
        _settings = options.ToSettings();
        _path = options.L2Regularizations is { } path ? [.. path] : null;
        _validationFraction = options.ValidationFraction;
    }

    private protected override void CheckLabelCount(int labelCount) => PosWeighting.Check(_settings.PosWeight, labelCount);

    private protected override (LinearModel Model, TrainingSummary Summary) Train(TrainingTask task)
    {
        (TrainingSet set, int skipped) = TrainingRows.ReadFinite(task.Rows, Cancellation);
        LabelSummary[] labels = LabelSummary.Of(set);
        if (Array.TrueForAll(labels, label => label.PositiveWeight <= 0))
        {
            throw new InvalidDataException(
                $"No row of the training data has a positive target in label column '{task.Columns.Label.Column.Name}'; " +
                "there is nothing to learn.");
        }

        var progress = new SolverProgress(this, task.Channel);
        LogisticRegressionPath? path = _path is null && task.Validation is null
            ? null
            : new(_settings, _path ?? [_settings.L2Regularization], progress, Cancellation);
        LogisticRegressionSolution solution = (path, task.Validation) switch
        {
            (null, _) => LogisticRegressionSolver.Solve(set, _settings, task.Start?.Model, progress, Cancellation),
            (_, null) => path.Solve(set, task.Start?.Model, _validationFraction),
            _ => path.Solve(set, task.Start?.Model, task.Validation),
        };
        if (!solution.Converged)
        {
            task.Channel.Warning(MessageSensitivity.None,
                "{0} of {1} labels did not come within the tolerance of their minimum.",
                solution.Labels.Count(label => !label.Converged && label.Status != SolverStatus.SetByRule), labels.Length);
        }

        return (solution.Model, new TrainingSummary
        {
            Trainer = "LogisticRegression",
            Options =
            [
                new(nameof(Options.L2Regularization), FormattableString.Invariant($"{path?.Chosen ?? _settings.L2Regularization}")),
                new(nameof(Options.FitBias), $"{_settings.FitBias}"),
                new(nameof(Options.Tolerance), FormattableString.Invariant($"{_settings.Tolerance}")),
                new(nameof(Options.Seed), FormattableString.Invariant($"{_settings.Seed}")),
                new(nameof(Options.BalancePosWeight), $"{_settings.BalancePosWeight}"),
            ],
            RowCount = set.RowCount,
            SkippedRowCount = skipped,
            Labels = Array.ConvertAll(labels, label => new LabelStatistics(label.PositiveWeight, label.Weight)),
            Iterations = solution.Iterations,
            LossCurve = CurveOf(solution),
            Objective = solution.Objective,
            Converged = solution.Converged,
            RegularizationPath = path is null ? [] : [.. path.Losses.Select(trial => new RegularizationTrial(trial.L2, trial.Loss))],
            DualityGap = solution.DualityGap,
        });
    }

    private static TrainingPass[] CurveOf(LogisticRegressionSolution solution)
    {
        var curve = new TrainingPass[solution.Curve.Count];
        for (int iteration = 0; iteration < curve.Length; iteration++)
            curve[iteration] = new TrainingPass(iteration, solution.Curve[iteration], null);
        return curve;
    }

    /// <summary>The options of <see cref="LogisticRegressionTrainer"/>.</summary>
    public sealed class Options : MultiLabelTrainerOptions
    {
        /// <summary>The factor of half the squared weights in the objective, not negative: 1/C of LIBLINEAR.</summary>
        /// <value>1 unless set.</value>
        public double L2Regularization { get; set; } = LogisticRegressionSettings.Defaults.L2Regularization;

        /// <summary>
        /// L2 weights to choose from, each finite and not negative. They are solved from the strongest to the weakest, each starting from the
        /// one before; the one with the least loss on validation data, or on a <see cref="ValidationFraction"/> of the rows, replaces
        /// <see cref="L2Regularization"/>. In the latter case the model is then fitted to all rows.
        /// </summary>
        /// <value>Null unless set: <see cref="L2Regularization"/> alone.</value>
        public IReadOnlyList<double>? L2Regularizations { get; set; }

        /// <summary>The fraction of the rows held out to choose among <see cref="L2Regularizations"/>, in (0, 1).</summary>
        /// <value>0.2 unless set.</value>
        public double ValidationFraction { get; set; } = LogisticRegressionSettings.Defaults.ValidationFraction;

        /// <summary>Whether there is a bias; it is not regularised.</summary>
        /// <value>True unless set.</value>
        public bool FitBias { get; set; } = true;

        /// <summary>
        /// A label is solved when the bound on its objective's distance from the minimum is at most this fraction of the objective; in
        /// (0, 1).
        /// </summary>
        /// <value>1e-3 unless set. The bound is pessimistic: objectives are then about ten times closer to the minimum.</value>
        public double Tolerance { get; set; } = LogisticRegressionSettings.Defaults.Tolerance;

        /// <summary>The most iterations before a label counts as not converged, at least 1.</summary>
        /// <value>100 unless set.</value>
        public int NumberOfIterations { get; set; } = LogisticRegressionSettings.Defaults.NumberOfIterations;

        /// <summary>The most bytes for the working memory of all threads together, not counting the model and the data.</summary>
        /// <value>1 GiB unless set.</value>
        public long MemoryBudget { get; set; } = LogisticRegressionSettings.Defaults.MemoryBudget;

        private protected override void AddFaults(OptionFaults faults)
        {
            ToSettings().AddFaults(faults);
            faults.Check(L2Regularizations is null || (L2Regularizations.Count > 0 && L2Regularizations.All(l2 => l2 is >= 0 and < double.PositiveInfinity)),
                nameof(L2Regularizations), "one or more finite numbers of at least 0", L2Regularizations);
            faults.Check(ValidationFraction is > 0 and < 1, nameof(ValidationFraction), "in (0, 1)", ValidationFraction);
        }

        internal LogisticRegressionSettings ToSettings() => new()
        {
            L2Regularization = L2Regularization,
            FitBias = FitBias,
            Tolerance = Tolerance,
            NumberOfIterations = NumberOfIterations,
            MemoryBudget = MemoryBudget,
            Threads = Threads,
            Seed = Seed,
            PosWeight = (float[]?)PosWeight?.Clone(),
            BalancePosWeight = BalancePosWeight,
        };
    }

    private sealed class SolverProgress(LogisticRegressionTrainer trainer, IChannel channel) : IProgress<LogisticRegressionProgress>
    {
        public void Report(LogisticRegressionProgress value) => trainer.Report(channel, new TrainingProgress(
            value.Iteration, null, value.Objective, null, value.FractionDone, value.Elapsed, value.Remaining));
    }
}
