namespace MLNetLoss.Solvers;

/// <summary>The settings of <see cref="LogisticRegressionSolver"/>.</summary>
internal sealed record LogisticRegressionSettings
{
    /// <summary>The weight of half the sum of squared weights, excluding the bias: 1/C of LIBLINEAR. At least 0.</summary>
    /// <value>The default is 1.</value>
    public double L2Regularization { get; init; } = Defaults.L2Regularization;

    /// <summary>Whether each label has a bias, which is not regularised.</summary>
    /// <value>The default is true.</value>
    public bool FitBias { get; init; } = true;

    /// <summary>
    /// A label is solved when the bound on its objective's distance from the minimum is at most this fraction of the objective. In (0, 1).
    /// </summary>
    /// <value>The default is 1e-3. The bound is pessimistic: objectives are then about ten times closer to the minimum.</value>
    public double Tolerance { get; init; } = Defaults.Tolerance;

    /// <summary>The most Newton iterations before a label counts as not converged. At least 1.</summary>
    /// <value>The default is 100.</value>
    public int NumberOfIterations { get; init; } = Defaults.NumberOfIterations;

    /// <summary>The number of threads; the result is the same for any number. 0 means one per processor.</summary>
    /// <value>The default is 0.</value>
    public int Threads { get; init; }

    /// <summary>
    /// The most bytes for the working memory of all threads together, excluding the model. Each thread solves 16 labels at a time; if fewer
    /// working sets fit than there are threads, fewer threads are used.
    /// </summary>
    /// <value>The default is 1 GiB.</value>
    public long MemoryBudget { get; init; } = Defaults.MemoryBudget;

    /// <summary>The seed of the random row order.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; init; }

    /// <summary>The weight of the positive part: one for all labels, or L; null for none.</summary>
    public float[]? PosWeight { get; init; }

    /// <summary>Whether each label's positives weigh as much as its negatives.</summary>
    public bool BalancePosWeight { get; init; }

    /// <summary>Checks all options at once.</summary>
    /// <exception cref="ArgumentException">Some are out of range; the message names them all, each with its range and value.</exception>
    public void Validate()
    {
        var faults = new OptionFaults();
        AddFaults(faults);
        faults.ThrowIfAny("logistic regression");
    }

    /// <summary>Collects settings that are out of range.</summary>
    /// <param name="faults">Receives them.</param>
    public void AddFaults(OptionFaults faults)
    {
        faults.Check(L2Regularization is >= 0 and < double.PositiveInfinity, nameof(L2Regularization), "zero or more and finite", L2Regularization);
        faults.Check(Tolerance is > 0 and < 1, nameof(Tolerance), "in (0, 1)", Tolerance);
        faults.Check(NumberOfIterations >= 1, nameof(NumberOfIterations), "at least 1", NumberOfIterations);
        faults.Check(Threads >= 0, nameof(Threads), "zero (one a processor) or more", Threads);
        faults.Check(MemoryBudget >= 1, nameof(MemoryBudget), "at least 1 byte", MemoryBudget);
    }

    /// <summary>The defaults, each defined only here.</summary>
    internal static class Defaults
    {
        public const double L2Regularization = 1;
        public const double Tolerance = 1e-3;
        public const int NumberOfIterations = 100;
        public const long MemoryBudget = 1L << 30;
        public const double ValidationFraction = 0.2;
    }
}
