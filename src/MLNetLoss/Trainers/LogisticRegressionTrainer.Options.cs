using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

public sealed partial class LogisticRegressionTrainer
{
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
}
