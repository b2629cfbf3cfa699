using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Reports;

/// <summary>What reports show of a training, without the rest.</summary>
internal static class TrainingSummaries
{
    /// <summary>A training of two passes or iterations.</summary>
    public static TrainingSummary Of(double? objective, params TrainingPass[] curve) => new()
    {
        Trainer = "any",
        Options = [],
        RowCount = 1,
        SkippedRowCount = 0,
        Labels = [],
        Iterations = 2,
        Objective = objective,
        LossCurve = curve,
    };
}
