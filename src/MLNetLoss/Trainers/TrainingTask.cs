using Microsoft.ML.Runtime;
using MLNetLoss.Data;

namespace MLNetLoss.Trainers;

/// <summary>The task of one call of <c>Fit</c>.</summary>
/// <param name="Rows">The training rows.</param>
/// <param name="Columns">Their columns.</param>
/// <param name="Validation">The validation rows; null for none.</param>
/// <param name="Start">The model to start from; null for none.</param>
/// <param name="IsUpdate">Whether <paramref name="Start"/> is updated by the rows, rather than only a starting point.</param>
/// <param name="Channel">The channel for messages.</param>
internal sealed record TrainingTask(
    DataViewRowSource Rows,
    TrainingColumns Columns,
    DataViewRowSource? Validation,
    LinearMultiLabelModelParameters? Start,
    bool IsUpdate,
    IChannel Channel);
