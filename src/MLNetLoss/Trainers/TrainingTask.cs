using Microsoft.ML.Runtime;
using MLNetLoss.Data;

namespace MLNetLoss.Trainers;

/// <summary>What one call of <c>Fit</c> is about.</summary>
/// <param name="Rows">The rows to learn from.</param>
/// <param name="Columns">Their columns.</param>
/// <param name="Validation">Rows to judge by; null for none.</param>
/// <param name="Start">The model to start from; null for none.</param>
/// <param name="IsUpdate">Whether <paramref name="Start"/> is to learn what the rows add, rather than to be a mere start.</param>
/// <param name="Channel">Where messages go.</param>
internal sealed record TrainingTask(
    DataViewRowSource Rows,
    TrainingColumns Columns,
    DataViewRowSource? Validation,
    LinearMultiLabelModelParameters? Start,
    bool IsUpdate,
    IChannel Channel);
