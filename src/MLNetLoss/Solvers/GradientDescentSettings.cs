namespace MLNetLoss.Solvers;

/// <summary>The options of <see cref="GradientDescentSolver"/>. Values that are null are chosen from the data.</summary>
internal sealed record GradientDescentSettings
{
    /// <summary>The rule that turns a gradient into a step.</summary>
    /// <value><see cref="UpdateRule.Adaptive"/> unless set, which needs no learning rate.</value>
    public UpdateRule UpdateRule { get; init; } = Defaults.UpdateRule;

    /// <summary>The learning rate before the schedule, positive; null for the rule's default.</summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The factor of half the squared weights in the objective, finite and not negative: 1/C of LIBLINEAR and scikit-learn; null
    /// for 1, which is also ML.NET's. This suits rows whose squared norm is about ten or more; for rows of norm 1, such as TF-IDF's, 0.1 or less is better.
    /// </summary>
    public double? L2Regularization { get; init; }

    /// <summary>Passes over the rows, at least 1; null for <see cref="Defaults.NumberOfIterations"/>, more for fewer than a thousand rows, fewer beyond a hundred thousand.</summary>
    public int? NumberOfIterations { get; init; }

    /// <summary>Rows per step, at least 1; null for <see cref="Defaults.BatchSize"/>, or less if that gave too few steps.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How the learning rate changes during training.</summary>
    public StepSchedule Schedule { get; init; } = Defaults.Schedule;

    /// <summary>Momentum of <see cref="UpdateRule.Momentum"/> and <see cref="UpdateRule.Nesterov"/>, in [0, 1).</summary>
    public double Momentum { get; init; } = Defaults.Momentum;

    /// <summary>Adam's decay of the mean gradient, in [0, 1).</summary>
    public double Beta1 { get; init; } = Defaults.Beta1;

    /// <summary>Adam's decay of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; init; } = Defaults.Beta2;

    /// <summary>The number AdaGrad and Adam add to their divisors, not negative.</summary>
    public double Epsilon { get; init; } = Defaults.Epsilon;

    /// <summary>Whether there is a bias; it is not regularised.</summary>
    public bool FitBias { get; init; } = true;

    /// <summary>Whether the rows of a window are shuffled before each pass.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed for shuffling and for choosing validation rows.</summary>
    public int Seed { get; init; } = Defaults.Seed;

    /// <summary>The most threads; 0 for one per processor. The model does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The fraction of the rows held out for validation, in [0, 1).</summary>
    public double ValidationFraction { get; init; }

    /// <summary>The number of passes without improvement on the validation rows after which training stops, at least 1.</summary>
    public int Patience { get; init; } = Defaults.Patience;

    /// <summary>An improvement must be greater than this to count; not negative.</summary>
    public double MinimumImprovement { get; init; }

    /// <summary>The weight of the positive part: one for all labels, or L; null for none.</summary>
    public float[]? PosWeight { get; init; }

    /// <summary>
    /// The most bytes for the weights under training and the rule's state, not counting the model itself; null for no bound. Labels are
    /// trained in blocks that fit, of at least 16.
    /// </summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Whether each label's positives weigh as much as its negatives.</summary>
    public bool BalancePosWeight { get; init; }

    /// <summary>Checks all options at once.</summary>
    /// <exception cref="ArgumentException">Some are out of range; the message names them all, each with its range and value.</exception>
    public void Validate()
    {
        var faults = new OptionFaults();
        AddFaults(faults);
        faults.ThrowIfAny("gradient descent");
    }

    /// <summary>Collects options that are out of range.</summary>
    /// <param name="faults">Receives them.</param>
    public void AddFaults(OptionFaults faults)
    {
        faults.Check(Enum.IsDefined(UpdateRule), nameof(UpdateRule), "one of the rules", UpdateRule);
        faults.Check(Enum.IsDefined(Schedule), nameof(Schedule), "one of the schedules", Schedule);
        faults.Check(LearningRate is null or (> 0 and < double.PositiveInfinity), nameof(LearningRate), "positive and finite", LearningRate);
        faults.Check(L2Regularization is null or (>= 0 and < double.PositiveInfinity), nameof(L2Regularization), "zero or more and finite",
            L2Regularization);
        faults.Check(NumberOfIterations is null or >= 1, nameof(NumberOfIterations), "at least 1", NumberOfIterations);
        faults.Check(BatchSize is null or (>= 1 and <= MaxBatchSize), nameof(BatchSize), $"in [1, {MaxBatchSize}]", BatchSize);
        faults.Check(Momentum is >= 0 and < 1, nameof(Momentum), "in [0, 1)", Momentum);
        faults.Check(Beta1 is >= 0 and < 1, nameof(Beta1), "in [0, 1)", Beta1);
        faults.Check(Beta2 is >= 0 and < 1, nameof(Beta2), "in [0, 1)", Beta2);
        faults.Check(Epsilon is >= 0 and < double.PositiveInfinity, nameof(Epsilon), "zero or more and finite", Epsilon);
        faults.Check(Threads >= 0, nameof(Threads), "zero (one a processor) or more", Threads);
        faults.Check(ValidationFraction is >= 0 and < 1, nameof(ValidationFraction), "in [0, 1)", ValidationFraction);
        faults.Check(MemoryBudget is null or >= 1, nameof(MemoryBudget), "at least 1 byte", MemoryBudget);
        faults.Check(Patience >= 1, nameof(Patience), "at least 1", Patience);
        faults.Check(MinimumImprovement is >= 0 and < double.PositiveInfinity, nameof(MinimumImprovement), "zero or more and finite",
            MinimumImprovement);
    }

    private const int MaxBatchSize = 1 << 16;

    /// <summary>The defaults, each defined only here.</summary>
    internal static class Defaults
    {
        public const UpdateRule UpdateRule = Solvers.UpdateRule.Adaptive;
        public const StepSchedule Schedule = StepSchedule.Linear;
        public const double L2Regularization = 1;
        public const int BatchSize = 64;
        public const int NumberOfIterations = 25;
        public const double AdaptiveRate = 0.25;
        public const double SgdRate = 0.1;
        public const double AdaGradRate = 0.1;
        public const double AdamRate = 0.01;
        public const double Momentum = 0.9;
        public const double Beta1 = 0.9;
        public const double Beta2 = 0.999;
        public const double Epsilon = 1e-8;
        public const int Seed = 1;
        public const int Patience = 5;
    }
}
