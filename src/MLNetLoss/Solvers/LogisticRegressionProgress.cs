namespace MLNetLoss.Solvers;

/// <summary>How far <see cref="LogisticRegressionSolver"/> has come; reported after each iteration of each block of labels.</summary>
/// <param name="LabelsDone">Labels whose solution is final.</param>
/// <param name="LabelCount">All labels.</param>
/// <param name="Iteration">The iteration that just ended, of the block that reports.</param>
/// <param name="Objective">The objective of that block's labels, summed.</param>
/// <param name="DualityGap">The bound on the distance of <paramref name="Objective"/> from its minimum; NaN when there is none.</param>
/// <param name="FractionDone">The part of the work that is done, from 0 to 1; of a block under way as far as its gap has come, by orders of magnitude.</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="Remaining">An estimate of the time still needed, by <paramref name="FractionDone"/>; null while that is 0.</param>
internal readonly record struct LogisticRegressionProgress(
    int LabelsDone, int LabelCount, int Iteration, double Objective, double DualityGap, double FractionDone, TimeSpan Elapsed, TimeSpan? Remaining);
