using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Data;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>Counts how many rows have each label.</summary>
internal static class LabelCounter
{
    /// <summary>Computes the inverse propensities of labels from the rows a model is trained on.</summary>
    /// <param name="environment">Takes messages.</param>
    /// <param name="trainingData">The training data.</param>
    /// <param name="labelColumnName">The name of the label column.</param>
    /// <param name="a">A of the formula.</param>
    /// <param name="b">B of the formula.</param>
    /// <returns>One inverse propensity per label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public static double[] InversePropensities(
        IHostEnvironment environment, IDataView trainingData, string labelColumnName, double a, double b)
    {
        using IChannel channel = environment.Register(nameof(LabelCounter)).Start("Count labels");
        LabelColumn label = LabelColumn.Bind(trainingData.Schema, labelColumnName);
        var counts = new long[label.Count];
        long rows = 0;
        using DataViewRowCursor cursor = trainingData.GetRowCursor([label.Column]);
        ValueGetter<VBuffer<float>> getter = label.CreateGetter(cursor);
        VBuffer<float> targets = default;
        for (; cursor.MoveNext(); rows++)
        {
            getter(ref targets);
            foreach (KeyValuePair<int, float> target in targets.Items())
                counts[target.Key] += target.Value > 0.5f ? 1 : 0;
        }

        channel.Trace(MessageSensitivity.None, "{0} rows of {1} labels were read.", rows, label.Count);
        return rows == 0
            ? throw new InvalidOperationException("There are no rows to count labels in.")
            : InversePropensity.FromCounts(counts, rows, a, b);
    }
}
