namespace MLNetLoss.Solvers;

/// <summary>The scales of the features, and which of them to centre.</summary>
internal sealed class FeatureScales
{
    // The inverse of the smallest normal float. The scale of features below it would be infinite.
    private const double LargestScale = 8.5e37;

    private readonly bool[] _isCentered;

    /// <summary>Computes them.</summary>
    /// <param name="statistics">The statistics of the first pass over the rows.</param>
    /// <param name="center">Whether to centre dense features: those that are non-zero in more than half of the rows.</param>
    public FeatureScales(RowStatistics statistics, bool center)
    {
        int features = statistics.FeatureCount;
        double rows = statistics.TrainingRowCount;
        _isCentered = new bool[features];
        Scales = new float[features];
        List<int> centered = [];
        List<float> means = [];
        for (int feature = 0; feature < features; feature++)
        {
            int count = statistics.Counts[feature];
            double square = statistics.MeanSquare(feature);
            if (count == 0)
                continue;
            double presence = count / rows;
            if (center && presence > 0.5)
            {
                _isCentered[feature] = true;
                presence = 1;
                float mean = (float)statistics.Mean(feature);
                centered.Add(feature);
                means.Add(mean);
                // A feature whose mean is a million times its deviations counts as constant: scored in single precision, the difference of weight
                // times value and the bias would be mostly rounding error.
                double variance = statistics.Variance(feature);
                square = variance > 1e-12 * square ? variance : 0;
            }

            MeanCount += presence;
            Scales[feature] = square > 0 ? (float)Math.Min(Math.Sqrt(presence / square), LargestScale) : 0f;
        }

        Centered = [.. centered];
        Means = [.. means];
    }

    /// <summary>The ascending features to centre.</summary>
    public int[] Centered { get; }

    /// <summary>Their means.</summary>
    public float[] Means { get; }

    /// <summary>The inverse root mean square of each feature in the rows that have it; 0 for a constant one.</summary>
    public float[] Scales { get; }

    /// <summary>The mean number of features per row.</summary>
    public double MeanCount { get; }

    /// <summary>Whether a feature is centred.</summary>
    /// <param name="feature">The feature.</param>
    public bool IsCentered(int feature) => _isCentered[feature];
}
