namespace MLNetLoss.Solvers;

/// <summary>How the features are scaled, and which of them are to be centred.</summary>
internal sealed class FeatureScales
{
    // The inverse of the smallest normal float: below it, features are too coarse to learn from, and their own scale would be infinite.
    private const double LargestScale = 8.5e37;

    private readonly bool[] _isCentered;

    /// <summary>Works it out.</summary>
    /// <param name="statistics">What the first pass over the rows told.</param>
    /// <param name="center">Whether dense features are centred: those that are not zero in more than half of the rows.</param>
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
                double variance = square - (statistics.Mean(feature) * statistics.Mean(feature));
                // What is left of a constant is rounding.
                square = variance > 1e-10 * square ? variance : 0;
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

    /// <summary>1 over the root mean square of each feature in the rows that have it; 0 for one that never changes.</summary>
    public float[] Scales { get; }

    /// <summary>The mean number of features of a row.</summary>
    public double MeanCount { get; }

    /// <summary>Whether a feature is centred.</summary>
    /// <param name="feature">The feature.</param>
    public bool IsCentered(int feature) => _isCentered[feature];
}
