namespace MLNetLoss.Solvers;

/// <summary>The progress of a training by gradient descent, reported after each pass.</summary>
/// <param name="Pass">Passes done.</param>
/// <param name="PassCount">The most passes there will be.</param>
/// <param name="TrainingLoss">The mean loss per cell during the last pass, each row's before its own step.</param>
/// <param name="Measure">The measure on the validation rows; null if there are none.</param>
/// <param name="FractionDone">The fraction of all passes that is done, over all blocks of labels; from 0 to 1.</param>
/// <param name="Elapsed">The time since the training began.</param>
/// <param name="Remaining">The estimated time of the remaining passes.</param>
public sealed record GradientDescentProgress(
    int Pass, int PassCount, double TrainingLoss, double? Measure, double FractionDone, TimeSpan Elapsed, TimeSpan Remaining);
