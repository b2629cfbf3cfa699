using MLNetLoss.Interop;

namespace MLNetLoss.Trainers;

/// <summary>How a model was trained: on what, with which options, and with what result. It is saved with the model.</summary>
public sealed record TrainingSummary
{
    /// <summary>The trainer's name.</summary>
    public required string Trainer { get; init; }

    /// <summary>The options used, including those chosen from the data, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Options { get; init => field = [.. value]; }

    /// <summary>The number of rows trained on.</summary>
    public required int RowCount { get; init; }

    /// <summary>The number of rows left out because a feature is NaN or infinite.</summary>
    public required int SkippedRowCount { get; init; }

    /// <summary>What the training data contained of each of the L labels.</summary>
    public required IReadOnlyList<LabelStatistics> Labels { get; init => field = [.. value]; }

    /// <summary>Passes over the rows, or the most iterations any label took in an exact solver.</summary>
    public required int Iterations { get; init; }

    /// <summary>
    /// The final objective, <c>sum of weighted losses + L2Regularization / 2 * ||W||²</c>; null if the trainer does not evaluate it.
    /// </summary>
    public double? Objective { get; init; }

    /// <summary>Whether an exact solver came within its tolerance of the minimum; null for other trainers.</summary>
    public bool? Converged { get; init; }

    /// <summary>
    /// A bound on how far <see cref="Objective"/> is above the minimum, summed over the labels; null if there is none.
    /// </summary>
    public double? DualityGap { get; init; }

    /// <summary>
    /// The loss of each pass, from 1; for an exact solver the objective of each iteration, from 0, the start.
    /// </summary>
    public IReadOnlyList<TrainingPass> LossCurve { get; init => field = [.. value]; } = [];

    /// <summary>The L2 weights that were tried, the strongest first; empty if there was no choice.</summary>
    public IReadOnlyList<RegularizationTrial> RegularizationPath { get; init => field = [.. value]; } = [];

    internal void Write(ModelWriter writer)
    {
        writer.Write(Trainer);
        writer.Write([.. Options.Select(option => option.Key)]);
        writer.Write([.. Options.Select(option => option.Value)]);
        writer.Write(RowCount);
        writer.Write(SkippedRowCount);
        writer.Write<double>([.. Labels.Select(label => label.Positives)]);
        writer.Write<double>([.. Labels.Select(label => label.Weight)]);
        writer.Write(Iterations);
        WriteOrNaN(writer, Objective);
        writer.Write(Converged switch { null => -1, false => 0, true => 1 });
        WriteOrNaN(writer, DualityGap);
        writer.Write<int>([.. LossCurve.Select(pass => pass.Iteration)]);
        writer.Write<double>([.. LossCurve.Select(pass => pass.Loss)]);
        writer.Write<double>([.. LossCurve.Select(pass => pass.Measure ?? double.NaN)]);
        writer.Write<double>([.. RegularizationPath.Select(trial => trial.L2Regularization)]);
        writer.Write<double>([.. RegularizationPath.Select(trial => trial.ValidationLoss)]);
    }

    internal static TrainingSummary Read(ModelReader reader, int labelCount)
    {
        string trainer = reader.ReadRequiredString();
        string[] names = reader.ReadStrings() ?? [];
        string[] values = reader.ReadStrings() ?? [];
        if (names.Length != values.Length)
            throw reader.Damaged($"it has {names.Length} names of options and {values.Length} values");
        int rows = reader.ReadInt32();
        int skipped = reader.ReadInt32();
        double[] positives = reader.ReadArray<double>(labelCount, "label sums");
        double[] weights = reader.ReadArray<double>(labelCount, "label weights");
        int iterations = reader.ReadInt32();
        double? objective = ReadOrNull(reader);
        int converged = reader.ReadInt32();
        double? gap = ReadOrNull(reader);
        int[] passes = reader.ReadArray<int>();
        double[] losses = reader.ReadArray<double>(passes.Length, "losses");
        double[] measures = reader.ReadArray<double>(passes.Length, "measures");

        // The path was added in version 2.
        double[] path = reader.Version < 2 ? [] : reader.ReadArray<double>();
        double[] pathLosses = reader.Version < 2 ? [] : reader.ReadArray<double>(path.Length, "losses of the path");
        return new TrainingSummary
        {
            Trainer = trainer,
            Options = [.. names.Zip(values, KeyValuePair.Create)],
            RowCount = rows,
            SkippedRowCount = skipped,
            Labels = [.. positives.Zip(weights, (sum, weight) => new LabelStatistics(sum, weight))],
            Iterations = iterations,
            Objective = objective,
            Converged = converged < 0 ? null : converged == 1,
            DualityGap = gap,
            LossCurve = [.. passes.Select((pass, i) => new TrainingPass(pass, losses[i], double.IsNaN(measures[i]) ? null : measures[i]))],
            RegularizationPath = [.. path.Zip(pathLosses, (l2, loss) => new RegularizationTrial(l2, loss))],
        };
    }

    private static void WriteOrNaN(ModelWriter writer, double? value) => writer.Write(value ?? double.NaN);

    private static double? ReadOrNull(ModelReader reader) => reader.ReadDouble() is var value && double.IsNaN(value) ? null : value;
}
