using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests.Trainers;

/// <summary>Rows whose labels follow a known linear rule, for trainers to find.</summary>
internal sealed class SyntheticRows
{
    public const int Features = 6;
    public const int Labels = 3;

    /// <summary>Makes rows.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Other seeds make other rows by the same rule.</param>
    public static Row[] Make(int count, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] x = [.. Enumerable.Range(0, Features).Select(_ => (float)((random.NextDouble() * 4) - 2))];
            float[] y = [.. Enumerable.Range(0, Labels).Select(label =>
                x[label] - x[label + 1] + (0.3 * label) - 0.2 + (0.3 * (random.NextDouble() - 0.5)) > 0 ? 1f : 0f)];
            return new Row { Features = x, Label = y, Weight = (float)(0.5 + random.NextDouble()) };
        })];
    }

    public static IDataView View(MLContext ml, IEnumerable<Row> rows) => ml.Data.LoadFromEnumerable(rows);

    internal sealed class Row
    {
        [VectorType(SyntheticRows.Features)]
        public float[] Features { get; set; } = [];

        [VectorType(Labels)]
        public float[] Label { get; set; } = [];

        public float Weight { get; set; } = 1;
    }
}
