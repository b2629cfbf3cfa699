namespace MLNetLoss.Trainers;

/// <summary>How far a training has come.</summary>
/// <param name="Iteration">Passes over the rows, or iterations of an exact solver, done.</param>
/// <param name="IterationCount">How many there will be at most; null when only convergence tells.</param>
/// <param name="Loss">The mean loss of a cell met in the last pass, or an exact solver's objective.</param>
/// <param name="Measure">The measure on validation rows; null without such rows.</param>
/// <param name="FractionDone">The part of the work that is done, from 0 to 1.</param>
/// <param name="Elapsed">The time since the training began.</param>
/// <param name="Remaining">The time it will still take, judged by what is done; null while unknown.</param>
public sealed record TrainingProgress(
    int Iteration, int? IterationCount, double Loss, double? Measure, double FractionDone, TimeSpan Elapsed, TimeSpan? Remaining);
