using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>Training sets made from a seed.</summary>
internal static class RandomRows
{
    /// <summary>Rows whose targets follow a random linear model.</summary>
    public static TrainingSet Make(
        int seed, int rows, int features, int labels, double density = 1, bool soft = false, double missing = 0, bool weighted = false)
    {
        var random = new Random(seed);
        var truth = new double[features, labels];
        for (int i = 0; i < features; i++)
        {
            for (int j = 0; j < labels; j++)
                truth[i, j] = Normal(random);
        }

        var x = new RowMatrixBuilder(features);
        var y = new RowMatrixBuilder(labels);
        for (int row = 0; row < rows; row++)
        {
            var values = new float[features];
            for (int i = 0; i < features; i++)
                values[i] = random.NextDouble() < density ? (float)Normal(random) : 0;
            var targets = new float[labels];
            for (int label = 0; label < labels; label++)
            {
                double z = -1 + (label % 3);
                for (int i = 0; i < features; i++)
                    z += values[i] * truth[i, label];
                double p = 1 / (1 + Math.Exp(-z));
                targets[label] = random.NextDouble() < missing ? float.NaN : soft ? (float)p : random.NextDouble() < p ? 1 : 0;
            }

            x.Add(values);
            y.Add(targets);
        }

        float[]? weights = weighted ? [.. Enumerable.Range(0, rows).Select(row => row % 5 == 0 ? 0 : (float)(3 * random.NextDouble()))] : null;
        return new TrainingSet(x.Build(), y.Build(), weights);
    }

    /// <summary>Rows written out.</summary>
    public static TrainingSet Of(float[][] features, float[][] targets, float[]? weights = null)
    {
        var x = new RowMatrixBuilder(features[0].Length);
        var y = new RowMatrixBuilder(targets[0].Length);
        foreach (float[] row in features)
            x.Add(row);
        foreach (float[] row in targets)
            y.Add(row);
        return new TrainingSet(x.Build(), y.Build(), weights);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
