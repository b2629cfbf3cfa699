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
/// features' Gram matrix; for other dense rows, or when starting from a model, by the diagonal of the Hessian. Steps are computed in single
/// precision, and in double precision where those lead no further and, without an L2 term, to confirm every solution. Each label ends with a
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
public sealed partial class LogisticRegressionTrainer : MultiLabelTrainer
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
                Option(nameof(Options.L2Regularization), path?.Chosen ?? _settings.L2Regularization),
                Option(nameof(Options.FitBias), _settings.FitBias),
                Option(nameof(Options.Tolerance), _settings.Tolerance),
                Option(nameof(Options.Seed), _settings.Seed),
                Option(nameof(Options.BalancePosWeight), _settings.BalancePosWeight),
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

    private sealed class SolverProgress(LogisticRegressionTrainer trainer, IChannel channel) : IProgress<LogisticRegressionProgress>
    {
        public void Report(LogisticRegressionProgress value) => trainer.Report(channel, new TrainingProgress(
            value.Iteration, null, value.Objective, null, value.FractionDone, value.Elapsed, value.Remaining));
    }
}
