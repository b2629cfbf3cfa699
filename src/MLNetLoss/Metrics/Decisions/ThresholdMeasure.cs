namespace MLNetLoss.Metrics.Decisions;

/// <summary>The measure by which thresholds are chosen.</summary>
internal static class ThresholdMeasure
{
    /// <summary>(1 + b²) hits / (b² positives + predicted), which is F-beta; 0 without a hit.</summary>
    /// <param name="hits">The weight of the positive cells that are predicted.</param>
    /// <param name="predicted">The weight of the cells that are predicted.</param>
    /// <param name="positives">The weight of the positive cells.</param>
    /// <param name="square">The square of beta.</param>
    public static double FBeta(double hits, double predicted, double positives, double square) =>
        hits == 0 ? 0 : (1 + square) * hits / ((square * positives) + predicted);
}
