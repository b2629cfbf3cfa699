namespace MLNetLoss.Solvers;

/// <summary>The progress of <see cref="LogisticRegressionSolver"/>, reported after each iteration of each block of labels.</summary>
/// <param name="LabelsDone">Labels whose solution is final.</param>
/// <param name="LabelCount">All labels.</param>
/// <param name="Iteration">The iteration that just ended, of the reporting block.</param>
/// <param name="Objective">The objective of that block's labels, summed.</param>
/// <param name="DualityGap">The bound on the distance of <paramref name="Objective"/> from its minimum; infinite if there is none.</param>
/// <param name="FractionDone">The fraction of the work that is done, from 0 to 1; for a block in progress, judged by the logarithm of its gap.</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="Remaining">The estimated remaining time, from <paramref name="FractionDone"/>; null while that is too small to tell.</param>
internal readonly record struct LogisticRegressionProgress(
    int LabelsDone, int LabelCount, int Iteration, double Objective, double DualityGap, double FractionDone, TimeSpan Elapsed, TimeSpan? Remaining)
{
    // An estimate from less than this fraction is useless, and could exceed the longest time span.
    private const double LeastFraction = 1e-6;

    /// <summary>Estimates the remaining time.</summary>
    /// <param name="elapsed">The time since the start.</param>
    /// <param name="fraction">The fraction of the work that is done, from 0 to 1.</param>
    /// <returns>The remaining time; null if the fraction is too small to tell.</returns>
    public static TimeSpan? EstimateRemaining(TimeSpan elapsed, double fraction) =>
        fraction < LeastFraction ? null : elapsed * ((1 - fraction) / fraction);
}
