namespace MLNetLoss.Trainers;

/// <summary>A point of the loss curve.</summary>
/// <param name="Iteration">The pass over the rows, counted from 1; or an exact solver's iteration, 0 being the start.</param>
/// <param name="Loss">The mean loss per cell during the pass, each row's before its own step; or the objective after an exact solver's iteration.</param>
/// <param name="Measure">The measure on validation rows after the pass; null if there are none.</param>
public readonly record struct TrainingPass(int Iteration, double Loss, double? Measure);
