using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Losses;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>
/// Trains a linear model of all labels at once by mini-batch gradient descent on any <see cref="MultiLabelLoss"/>. Created by
/// <c>ml.MultiLabelClassification.Trainers.GradientDescent</c>.
/// </summary>
/// <remarks>
/// <para>It minimises <c>sum over rows of weight * sum over labels of loss + L2Regularization / 2 * ||W||²</c>, the bias left
/// out.</para>
/// <para>The default update rule needs no tuning: it is AdaGrad with steps in each feature's own scale, so that features may have any
/// units, and with a step size that decays to zero over the training; see <see cref="UpdateRule.Adaptive"/>. It makes few passes over the
/// data, and a step costs only what the non-zero features of its rows cost: sparse features are never made dense.</para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Machine learning task</term><description>Multi-label classification</description></item>
/// <item><term>Is normalization required?</term><description>No</description></item>
/// <item><term>Is caching required?</term><description>No: the trainer reads the data into memory itself, or streams it where
/// <see cref="Options.CacheInMemory"/> is false</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes, with this library's own export</description></item>
/// </list>
/// </remarks>
public sealed partial class GradientDescentTrainer : MultiLabelTrainer
{
    private readonly GradientDescentSettings _settings;
    private readonly MultiLabelLoss _loss;
    private readonly MultiLabelMeasure? _measure;
    private readonly bool _cacheInMemory;

    internal GradientDescentTrainer(IHostEnvironment environment, Options options)
        : base(environment, "GradientDescent", options)
    {
        options.Validate("gradient descent");
        SolverWarmUp.GradientDescent();
        _settings = options.ToSettings();
        _measure = options.ValidationMeasure is { } key ? MultiLabelMeasure.Get(key) : null;
        _loss = options.Loss ?? new BCEWithLogitsLoss();
        _cacheInMemory = options.CacheInMemory;
    }

    /// <summary>
    /// Updates a model with new rows, for online learning: minimises their loss plus <c>L2Regularization / 2 * ||W - W₀||²</c>, where W₀ are
    /// the model's weights, biases included. Weights that the rows say nothing about stay unchanged.
    /// </summary>
    /// <remarks>The labels must be the model's. Thresholds and calibrators belong to the old scores: the new model has thresholds of 0.</remarks>
    /// <param name="model">The model; not modified.</param>
    /// <param name="newRows">The new rows, with the columns the model was trained on.</param>
    /// <returns>The new model as a transformer.</returns>
    /// <exception cref="ArgumentException">
    /// A column is missing or of the wrong type, or the rows have other labels, or another number of features, than the model; or the
    /// weights of an option or of the loss are invalid or do not fit the number of labels.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// There is no usable row, a target or weight is out of range, or a vector is not of its column's size.
    /// </exception>
    /// <exception cref="ArithmeticException">The training diverged.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public MultiLabelPredictionTransformer Update(LinearMultiLabelModelParameters model, IDataView newRows)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Fit(newRows, null, model, isUpdate: true);
    }

    private protected override void CheckLabelCount(int labelCount)
    {
        _loss.CheckLabelCount(labelCount);
        PosWeighting.Check(_settings.PosWeight, labelCount);
    }

    private protected override (LinearModel Model, TrainingSummary Summary) Train(TrainingTask task)
    {
        if (_measure is not null && !task.IsUpdate && task.Validation is null && _settings.ValidationFraction == 0)
        {
            throw new ArgumentException(
                $"{nameof(Options.ValidationMeasure)} is '{_measure.Key}', but there are no rows to measure it on: set " +
                $"{nameof(Options.ValidationFraction)}, or give Fit validation data.");
        }

        RowSource source = task.Rows;
        RowSource? validation = task.Validation;
        if (_cacheInMemory)
        {
            // The solver itself skips rows that are not finite, so that streaming gives the same model bit for bit.
            source = new MemoryRowSource(TrainingRows.ReadAll(task.Rows, Cancellation));
            if (validation is not null)
                validation = new MemoryRowSource(TrainingRows.ReadAll(validation, Cancellation));
        }

        var solver = new GradientDescentSolver(_settings, _loss);
        var progress = new SolverProgress(this, task.Channel);
        GradientDescentResult result = task.IsUpdate
            ? solver.Update(task.Start!.Model, source, progress, Cancellation)
            : solver.Fit(source, task.Start?.Model, validation, _measure is null ? null : (_, labelCount) => new MetricMeasure(_measure!, labelCount), progress, Cancellation);
        int labels = source.LabelCount;
        return (result.Model, new TrainingSummary
        {
            Trainer = "GradientDescent",
            Options =
            [
                Option("Loss", _loss.GetType().Name),
                Option(nameof(Options.UpdateRule), _settings.UpdateRule),
                Option(nameof(Options.LearningRate), result.LearningRate),
                Option(nameof(Options.L2Regularization), result.L2Regularization),
                Option(nameof(Options.BatchSize), result.BatchSize),
                Option(nameof(Options.NumberOfIterations), result.Curve[^1].PassCount),
                Option(nameof(Options.Schedule), _settings.Schedule),
                Option(nameof(Options.Shuffle), _settings.Shuffle),
                Option(nameof(Options.FitBias), _settings.FitBias),
                Option(nameof(Options.Seed), _settings.Seed),
                Option(nameof(Options.ValidationFraction), _settings.ValidationFraction),
                Option(nameof(Options.ValidationMeasure), _measure?.Key ?? "loss"),
                Option(nameof(Options.Patience), _settings.Patience),
                Option(nameof(Options.BalancePosWeight), _settings.BalancePosWeight),
            ],
            RowCount = result.Statistics.TrainingRowCount,
            SkippedRowCount = result.Statistics.BadRowCount,
            Labels = [.. Enumerable.Range(0, labels).Select(label => new LabelStatistics(
                result.Statistics.Positives(label), result.Statistics.TargetWeight(label)))],
            Iterations = result.PassCount,
            LossCurve = [.. result.Curve.Select(pass => new TrainingPass(pass.Pass, pass.TrainingLoss, pass.Measure))],
        });
    }

    private sealed class SolverProgress(GradientDescentTrainer trainer, IChannel channel) : IProgress<GradientDescentProgress>
    {
        public void Report(GradientDescentProgress value) => trainer.Report(channel, new TrainingProgress(
            value.Pass, value.PassCount, value.TrainingLoss, value.Measure, value.FractionDone, value.Elapsed,
            value.Remaining));
    }
}
