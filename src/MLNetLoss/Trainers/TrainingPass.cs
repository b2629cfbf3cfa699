namespace MLNetLoss.Trainers;

/// <summary>A point of a training's loss curve.</summary>
/// <param name="Iteration">The pass over the rows, counted from 1; or an exact solver's iteration, 0 being the start.</param>
/// <param name="Loss">The mean loss of a cell met in the pass, each row before the step it was part of; or the objective after an exact solver's iteration.</param>
/// <param name="Measure">The measure on validation rows after the pass; null without such rows.</param>
public readonly record struct TrainingPass(int Iteration, double Loss, double? Measure);
