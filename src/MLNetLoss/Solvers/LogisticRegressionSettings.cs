namespace MLNetLoss.Solvers;

/// <summary>What <see cref="LogisticRegressionSolver"/> is asked for.</summary>
internal sealed record LogisticRegressionSettings
{
    /// <summary>The weight of half the sum of squared weights, bias left out: 1/C of LIBLINEAR. At least 0.</summary>
    /// <value>The default is 1.</value>
    public double L2Regularization { get; init; } = 1;

    /// <summary>Whether each label has a bias, which no L2 term holds back.</summary>
    /// <value>The default is true.</value>
    public bool FitBias { get; init; } = true;

    /// <summary>
    /// A label is solved when the bound on its objective's distance from the minimum is at most this part of the objective. In (0, 1).
    /// </summary>
    /// <value>The default is 1e-4.</value>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Newton iterations after which a label is given up as not converged. At least 1.</summary>
    /// <value>The default is 100.</value>
    public int MaximumIterations { get; init; } = 100;

    /// <summary>Threads to use; the result is the same for any number. 0 takes one for each processor.</summary>
    /// <value>The default is 0.</value>
    public int Threads { get; init; }

    /// <summary>
    /// Bytes that the working memory of all threads together may take, the model left out. Labels are solved 16 at a time by a thread;
    /// when fewer working sets fit than there are threads, fewer threads work.
    /// </summary>
    /// <value>The default is 1 GiB.</value>
    public long MemoryBudget { get; init; } = 1L << 30;

    /// <summary>Orders the rows in passes that visit them at random.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; init; }

    /// <summary>Checks all settings at once.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; the message lists each with its range and value.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (!(L2Regularization >= 0 && double.IsFinite(L2Regularization)))
            faults.Add($"{nameof(L2Regularization)} is {L2Regularization}; expected a finite number of at least 0.");
        if (!(Tolerance is > 0 and < 1))
            faults.Add($"{nameof(Tolerance)} is {Tolerance}; expected a number between 0 and 1, neither included.");
        if (MaximumIterations < 1)
            faults.Add($"{nameof(MaximumIterations)} is {MaximumIterations}; expected at least 1.");
        if (Threads < 0)
            faults.Add($"{nameof(Threads)} is {Threads}; expected 0 (all processors) or more.");
        if (MemoryBudget < 1)
            faults.Add($"{nameof(MemoryBudget)} is {MemoryBudget} bytes; expected at least 1.");
        if (faults.Count > 0)
            throw new ArgumentException($"The settings of logistic regression are not valid. {string.Join(" ", faults)}");
    }
}
