using Microsoft.ML;
using MLNetLoss.Data;
using MLNetLoss.Trainers;

namespace MLNetLoss.Calibrators;

/// <summary>The columns that calibration reads and appends.</summary>
internal static class CalibrationColumns
{
    /// <summary>The role of the scores, for messages.</summary>
    public const string ScoreRole = "score";

    /// <summary>The probabilities and predicted labels, which belong to the same prediction as the scores.</summary>
    /// <param name="schema">The schema that they are appended to.</param>
    /// <param name="score">The scores.</param>
    /// <param name="labelNames">L names.</param>
    public static OutputColumn[] Outputs(DataViewSchema schema, DataViewSchema.Column score, IReadOnlyList<string> labelNames) =>
    [
        .. ScoreColumns.All(labelNames, ScoreColumns.SetIdOf(score) ?? ScoreColumns.NextSetId(schema))
            .Where(column => column.Name != ScoreColumns.Score)
            .Select(column => column with { Inputs = [score] }),
    ];
}
