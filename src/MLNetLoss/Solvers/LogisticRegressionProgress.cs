namespace MLNetLoss.Solvers;

/// <summary>The progress of <see cref="LogisticRegressionSolver"/>, reported after each iteration of each block of labels.</summary>
/// <param name="LabelsDone">Labels whose solution is final.</param>
/// <param name="LabelCount">All labels.</param>
/// <param name="Iteration">The iteration that just ended, of the reporting block.</param>
/// <param name="Objective">The objective of that block's labels, summed.</param>
/// <param name="DualityGap">The bound on the distance of <paramref name="Objective"/> from its minimum; infinite if there is none.</param>
/// <param name="FractionDone">The fraction of the work that is done, from 0 to 1; for a block in progress, judged by the logarithm of its gap.</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="Remaining">The estimated remaining time, from <paramref name="FractionDone"/>; null while that is 0.</param>
internal readonly record struct LogisticRegressionProgress(
    int LabelsDone, int LabelCount, int Iteration, double Objective, double DualityGap, double FractionDone, TimeSpan Elapsed, TimeSpan? Remaining);
