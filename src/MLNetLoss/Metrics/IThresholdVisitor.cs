namespace MLNetLoss.Metrics;

/// <summary>Sees the distinct scores from the highest to the lowest.</summary>
internal interface IThresholdVisitor
{
    /// <summary>The cells of one score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="positives">Weight of the positive cells that have it.</param>
    /// <param name="negatives">Weight of the negative ones.</param>
    void Visit(float score, double positives, double negatives);
}
