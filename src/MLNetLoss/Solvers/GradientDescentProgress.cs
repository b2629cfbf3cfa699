namespace MLNetLoss.Solvers;

/// <summary>How far a training by gradient descent has come, told after each pass.</summary>
/// <param name="Pass">Passes done.</param>
/// <param name="PassCount">Passes there will be at most.</param>
/// <param name="TrainingLoss">The mean loss of a cell met in the last pass, each row before the step it was part of.</param>
/// <param name="Measure">The measure on the validation rows; null without such rows.</param>
/// <param name="FractionDone">The part of all passes that is done, over all blocks of labels; from 0 to 1.</param>
/// <param name="Elapsed">The time since the training began.</param>
/// <param name="Remaining">The time all passes left will take, judged by those done.</param>
public sealed record GradientDescentProgress(
    int Pass, int PassCount, double TrainingLoss, double? Measure, double FractionDone, TimeSpan Elapsed, TimeSpan Remaining);
