namespace MLNetLoss.Trainers;

/// <summary>The progress of a training.</summary>
/// <param name="Iteration">The passes over the rows done, or iterations of an exact solver.</param>
/// <param name="IterationCount">The most there will be; null if it depends on convergence.</param>
/// <param name="Loss">The mean loss per cell during the last pass, or an exact solver's objective.</param>
/// <param name="Measure">The measure on validation rows; null if there are none.</param>
/// <param name="FractionDone">The fraction of the work that is done, from 0 to 1.</param>
/// <param name="Elapsed">The time since the training began.</param>
/// <param name="Remaining">The estimated remaining time; null while unknown.</param>
public sealed record TrainingProgress(
    int Iteration, int? IterationCount, double Loss, double? Measure, double FractionDone, TimeSpan Elapsed, TimeSpan? Remaining);
