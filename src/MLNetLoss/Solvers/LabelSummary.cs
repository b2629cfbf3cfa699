using System.Runtime.CompilerServices;

namespace MLNetLoss.Solvers;

/// <summary>The sums of one label's targets over the rows of positive weight.</summary>
/// <param name="Classes">The classes that occur.</param>
/// <param name="Weight">The sum of the weights, row times cell, of the cells whose target is not missing.</param>
/// <param name="PositiveWeight">The sum of weight times target.</param>
/// <param name="HasMissing">Whether any target is missing, or has weight zero in a row of positive weight.</param>
internal readonly record struct LabelSummary(LabelClasses Classes, double Weight, double PositiveWeight, bool HasMissing)
{
    /// <summary>Sums every label in one pass.</summary>
    /// <param name="data">The rows.</param>
    /// <returns>A summary for each label.</returns>
    /// <exception cref="InvalidDataException">There is no row of positive weight.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LabelSummary[] Of(TrainingSet data)
    {
        // Classes are found by counting rows, since sums of weights would round.
        int rows = 0;
        double total = 0;
        var missing = new int[data.LabelCount];
        var ones = new int[data.LabelCount];
        var weight = new double[data.LabelCount];
        var positive = new double[data.LabelCount];
        float[] cells = data.CellWeights is null ? [] : new float[data.LabelCount];
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
            if (cells.Length > 0)
                CountCells(data, row, rowWeight, cells, missing, weight);
            for (int i = 0; i < values.Length; i++)
            {
                int label = dense ? i : indices[i];
                double cellWeight = cells.Length > 0 ? rowWeight * cells[label] : rowWeight;
                if (cellWeight == 0)
                    continue;
                if (float.IsNaN(values[i]))
                {
                    missing[label]++;
                    weight[label] -= cellWeight;
                    continue;
                }

                positive[label] += cellWeight * values[i];
                ones[label] += values[i] == 1 ? 1 : 0;
            }
        }

        if (rows == 0)
            throw new InvalidDataException($"No row to learn from: of {data.RowCount} rows none has a positive weight.");

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

    /// <summary>The sums with another weight of positives.</summary>
    /// <param name="posWeight">The weight of the positive part, finite and not negative.</param>
    public LabelSummary WithPosWeight(float posWeight)
    {
        LabelClasses classes = posWeight > 0 ? Classes : Classes switch
        {
            LabelClasses.Both => LabelClasses.NegativeOnly,
            LabelClasses.PositiveOnly => LabelClasses.None,
            _ => Classes,
        };
        return this with
        {
            Classes = classes,
            Weight = Weight + ((posWeight - 1.0) * PositiveWeight),
            PositiveWeight = posWeight * PositiveWeight,
        };
    }

    // The difference between a cell's weight and its row's is added to its label; a cell of weight zero counts as missing.
    private static void CountCells(TrainingSet data, int row, double rowWeight, float[] cells, int[] missing, double[] weight)
    {
        new TrainingRow(default, default, default, default, 1, data.CellWeights!.Indices(row), data.CellWeights.Values(row)).CopyCells(cells);
        for (int label = 0; label < cells.Length; label++)
        {
            missing[label] += cells[label] == 0 ? 1 : 0;
            weight[label] += rowWeight * (cells[label] - 1.0);
        }
    }
}
