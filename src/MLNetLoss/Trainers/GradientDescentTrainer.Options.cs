using MLNetLoss.Losses;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

public sealed partial class GradientDescentTrainer
{
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
}
