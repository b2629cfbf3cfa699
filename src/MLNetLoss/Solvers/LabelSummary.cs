using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>What the targets of one label sum up to, over the rows of positive weight.</summary>
/// <param name="Classes">The classes it shows.</param>
/// <param name="Weight">The sum of the weights of the rows whose target is not missing.</param>
/// <param name="PositiveWeight">The sum of weight times target.</param>
/// <param name="HasMissing">Whether any target is missing.</param>
internal readonly record struct LabelSummary(LabelClasses Classes, double Weight, double PositiveWeight, bool HasMissing)
{
    /// <summary>Sums up every label in one pass.</summary>
    /// <param name="data">The rows.</param>
    /// <returns>A summary for each label.</returns>
    /// <exception cref="ArgumentException">There is no row of positive weight.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LabelSummary[] Of(TrainingSet data)
    {
        // Classes are told by counting rows: sums of weights would round.
        int rows = 0;
        double total = 0;
        var missing = new int[data.LabelCount];
        var ones = new int[data.LabelCount];
        var weight = new double[data.LabelCount];
        var positive = new double[data.LabelCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            double rowWeight = data.RowWeights is { } weights ? weights[row] : 1;
            if (rowWeight == 0)
                continue;
            rows++;
            total += rowWeight;
            ReadOnlySpan<float> values = data.Targets.Values(row);
            ReadOnlySpan<int> indices = data.Targets.Indices(row);
            bool dense = data.Targets.Block(row).IsDense;
            for (int i = 0; i < values.Length; i++)
            {
                int label = dense ? i : indices[i];
                if (float.IsNaN(values[i]))
                {
                    missing[label]++;
                    weight[label] -= rowWeight;
                    continue;
                }

                positive[label] += rowWeight * values[i];
                ones[label] += values[i] == 1 ? 1 : 0;
            }
        }

        if (rows == 0)
            throw new ArgumentException($"No row to learn from: of {data.RowCount} rows none has a positive weight.", nameof(data));

        var summaries = new LabelSummary[data.LabelCount];
        for (int label = 0; label < summaries.Length; label++)
        {
            LabelClasses classes = (rows - missing[label], positive[label] > 0, rows - missing[label] - ones[label] > 0) switch
            {
                (0, _, _) => LabelClasses.None,
                (_, false, _) => LabelClasses.NegativeOnly,
                (_, _, false) => LabelClasses.PositiveOnly,
                _ => LabelClasses.Both,
            };
            summaries[label] = new LabelSummary(classes, total + weight[label], positive[label], missing[label] > 0);
        }

        return summaries;
    }
}
