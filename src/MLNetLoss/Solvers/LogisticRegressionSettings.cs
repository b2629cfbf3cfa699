namespace MLNetLoss.Solvers;

/// <summary>What <see cref="LogisticRegressionSolver"/> is asked for.</summary>
internal sealed record LogisticRegressionSettings
{
    /// <summary>The weight of half the sum of squared weights, bias left out: 1/C of LIBLINEAR. At least 0.</summary>
    /// <value>The default is 1.</value>
    public double L2Regularization { get; init; } = Defaults.L2Regularization;

    /// <summary>Whether each label has a bias, which no L2 term holds back.</summary>
    /// <value>The default is true.</value>
    public bool FitBias { get; init; } = true;

    /// <summary>
    /// A label is solved when the bound on its objective's distance from the minimum is at most this part of the objective. In (0, 1).
    /// </summary>
    /// <value>The default is 1e-3. The bound is pessimistic: objectives then lie some ten times nearer to the minimum.</value>
    public double Tolerance { get; init; } = Defaults.Tolerance;

    /// <summary>Newton iterations after which a label is given up as not converged. At least 1.</summary>
    /// <value>The default is 100.</value>
    public int NumberOfIterations { get; init; } = Defaults.NumberOfIterations;

    /// <summary>Threads to use; the result is the same for any number. 0 takes one for each processor.</summary>
    /// <value>The default is 0.</value>
    public int Threads { get; init; }

    /// <summary>
    /// Bytes that the working memory of all threads together may take, the model left out. Labels are solved 16 at a time by a thread;
    /// when fewer working sets fit than there are threads, fewer threads work.
    /// </summary>
    /// <value>The default is 1 GiB.</value>
    public long MemoryBudget { get; init; } = Defaults.MemoryBudget;

    /// <summary>Orders the rows in passes that visit them at random.</summary>
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

    /// <summary>Notes what is out of range.</summary>
    /// <param name="faults">Where to.</param>
    public void AddFaults(OptionFaults faults)
    {
        faults.Check(L2Regularization is >= 0 and < double.PositiveInfinity, nameof(L2Regularization), "zero or more and finite", L2Regularization);
        faults.Check(Tolerance is > 0 and < 1, nameof(Tolerance), "in (0, 1)", Tolerance);
        faults.Check(NumberOfIterations >= 1, nameof(NumberOfIterations), "at least 1", NumberOfIterations);
        faults.Check(Threads >= 0, nameof(Threads), "zero (one a processor) or more", Threads);
        faults.Check(MemoryBudget >= 1, nameof(MemoryBudget), "at least 1 byte", MemoryBudget);
    }

    /// <summary>The defaults, each in this place alone.</summary>
    internal static class Defaults
    {
        public const double L2Regularization = 1;
        public const double Tolerance = 1e-3;
        public const int NumberOfIterations = 100;
        public const long MemoryBudget = 1L << 30;
        public const double ValidationFraction = 0.2;
    }
}
