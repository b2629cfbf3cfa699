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
public sealed class GradientDescentTrainer : MultiLabelTrainer
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
    /// the model's weights. Weights that the rows say nothing about stay unchanged.
    /// </summary>
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
                Option(nameof(Options.FitBias), _settings.FitBias),
                Option(nameof(Options.Seed), _settings.Seed),
                Option(nameof(Options.ValidationMeasure), _measure?.Key ?? "loss"),
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

    private static KeyValuePair<string, string> Option(string name, IFormattable value) =>
        new(name, value.ToString(null, System.Globalization.CultureInfo.InvariantCulture));

    private static KeyValuePair<string, string> Option(string name, object value) => new(name, value.ToString()!);

    /// <summary>The options of <see cref="GradientDescentTrainer"/>. Values that are null are chosen from the data.</summary>
    public sealed class Options : MultiLabelTrainerOptions
    {
        /// <summary>The loss; its weights and its <c>posWeight</c> are per label.</summary>
        /// <value>Null unless set: binary cross-entropy with logits.</value>
        public MultiLabelLoss? Loss { get; set; }

        /// <summary>The rule that turns a gradient into a step.</summary>
        /// <value><see cref="UpdateRule.Adaptive"/> unless set, which needs no learning rate.</value>
        public UpdateRule UpdateRule { get; set; } = GradientDescentSettings.Defaults.UpdateRule;

        /// <summary>The learning rate before the schedule, positive.</summary>
        /// <value>Null unless set: the rule's default.</value>
        public double? LearningRate { get; set; }

        /// <summary>The factor of half the squared weights in the objective, not negative: 1/C of LIBLINEAR.</summary>
        /// <value>
        /// Null unless set: 1. This suits rows whose squared norm is about ten or more; for rows of norm 1, such as TF-IDF's, 0.1 or less is
        /// better.
        /// </value>
        public double? L2Regularization { get; set; }

        /// <summary>Passes over the rows, at least 1.</summary>
        /// <value>Null unless set: chosen by the number of rows, more for small data.</value>
        public int? NumberOfIterations { get; set; }

        /// <summary>Rows per step, at least 1.</summary>
        /// <value>Null unless set: chosen by the number of rows.</value>
        public int? BatchSize { get; set; }

        /// <summary>How the learning rate changes during training.</summary>
        /// <value><see cref="StepSchedule.Linear"/> unless set.</value>
        public StepSchedule Schedule { get; set; } = GradientDescentSettings.Defaults.Schedule;

        /// <summary>Momentum of <see cref="UpdateRule.Momentum"/> and <see cref="UpdateRule.Nesterov"/>, in [0, 1).</summary>
        /// <value>0.9 unless set.</value>
        public double Momentum { get; set; } = GradientDescentSettings.Defaults.Momentum;

        /// <summary>Adam's decay of the mean gradient, in [0, 1).</summary>
        /// <value>0.9 unless set.</value>
        public double Beta1 { get; set; } = GradientDescentSettings.Defaults.Beta1;

        /// <summary>Adam's decay of the mean squared gradient, in [0, 1).</summary>
        /// <value>0.999 unless set.</value>
        public double Beta2 { get; set; } = GradientDescentSettings.Defaults.Beta2;

        /// <summary>The number AdaGrad and Adam add to their divisors, not negative.</summary>
        /// <value>1e-8 unless set.</value>
        public double Epsilon { get; set; } = GradientDescentSettings.Defaults.Epsilon;

        /// <summary>Whether there is a bias; it is not regularised.</summary>
        /// <value>True unless set.</value>
        public bool FitBias { get; set; } = true;

        /// <summary>Whether rows are shuffled before each pass, within windows of a few million values.</summary>
        /// <value>True unless set.</value>
        public bool Shuffle { get; set; } = true;

        /// <summary>
        /// Whether the rows are read into memory once. Otherwise each pass reads them from the data, which needs memory only for the model and
        /// a window of rows, however large the data: as many rows as have about four million non-zero features, with their targets. The model is
        /// the same.
        /// </summary>
        /// <value>True unless set.</value>
        public bool CacheInMemory { get; set; } = true;

        /// <summary>The fraction of the rows held out for early stopping, in [0, 1).</summary>
        /// <value>0 unless set: none.</value>
        public double ValidationFraction { get; set; }

        /// <summary>
        /// The measure on the validation rows that decides early stopping and which weights are kept: the key of a
        /// <see cref="MultiLabelMeasure"/>, such as <c>micro_f1</c>, <c>lrap</c> or <c>precision_at_5</c>. It needs validation data or a
        /// <see cref="ValidationFraction"/>.
        /// </summary>
        /// <value>Null unless set: the mean loss.</value>
        public string? ValidationMeasure { get; set; }

        /// <summary>The number of passes without improvement on the validation rows after which training stops, at least 1; the best weights are kept.</summary>
        /// <value>5 unless set.</value>
        public int Patience { get; set; } = GradientDescentSettings.Defaults.Patience;

        /// <summary>An improvement must be greater than this to count; not negative.</summary>
        /// <value>0 unless set.</value>
        public double MinimumImprovement { get; set; }

        /// <summary>
        /// The most bytes for the weights under training and the state of the update rule, not counting the data and the finished model.
        /// Labels are trained in blocks that fit, each with its own passes over the data. The model is the same, unless blocks stop early,
        /// which each does by its own labels.
        /// </summary>
        /// <value>Null unless set: all labels together.</value>
        public long? MemoryBudget { get; set; }

        private protected override void AddFaults(OptionFaults faults)
        {
            ToSettings().AddFaults(faults);
            bool isKnown = ValidationMeasure is null;
            try
            {
                // Labels are trained in blocks, each judged by its own labels: a measure of one label does not apply to the others.
                isKnown = isKnown || (MultiLabelMeasure.Get(ValidationMeasure!) is not null && !ValidationMeasure!.Contains(':', StringComparison.Ordinal));
            }
            catch (ArgumentException)
            {
                // Reported below, with all other faults.
            }

            faults.Check(isKnown, nameof(ValidationMeasure), "the key of a measure, such as micro_f1, lrap or precision_at_5", ValidationMeasure);
        }

        internal GradientDescentSettings ToSettings() => new()
        {
            UpdateRule = UpdateRule,
            LearningRate = LearningRate,
            L2Regularization = L2Regularization,
            NumberOfIterations = NumberOfIterations,
            BatchSize = BatchSize,
            Schedule = Schedule,
            Momentum = Momentum,
            Beta1 = Beta1,
            Beta2 = Beta2,
            Epsilon = Epsilon,
            FitBias = FitBias,
            Shuffle = Shuffle,
            Seed = Seed,
            Threads = Threads,
            ValidationFraction = ValidationFraction,
            Patience = Patience,
            MinimumImprovement = MinimumImprovement,
            MemoryBudget = MemoryBudget,
            PosWeight = (float[]?)PosWeight?.Clone(),
            BalancePosWeight = BalancePosWeight,
        };
    }

    private sealed class SolverProgress(GradientDescentTrainer trainer, IChannel channel) : IProgress<GradientDescentProgress>
    {
        public void Report(GradientDescentProgress value) => trainer.Report(channel, new TrainingProgress(
            value.Pass, value.PassCount, value.TrainingLoss, value.Measure, value.FractionDone, value.Elapsed,
            value.Remaining));
    }
}
