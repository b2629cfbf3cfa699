namespace MLNetLoss.Metrics;

/// <summary>Draws the ROC and the precision-recall curve, a point a distinct score, with nothing between the points.</summary>
/// <param name="positives">Weight of all positive cells.</param>
/// <param name="negatives">Weight of all negative cells.</param>
internal readonly struct CurveVisitor(double positives, double negatives) : IThresholdVisitor
{
    private readonly List<(double True, double False)> _counts = [(0, 0)];

    /// <summary>
    /// The ROC curve from (0, 0) on, by falling threshold. A point between two others of the same line is left out, which changes
    /// neither the curve nor its area. Rates are not a number where there is no such class.
    /// </summary>
    public List<RocPoint> Roc { get; } = [new RocPoint(0 / negatives, 0 / positives, float.PositiveInfinity)];

    /// <summary>The precision-recall curve from recall 0 and precision 1 on, by falling threshold; recall is 1 without positive cells.</summary>
    public List<PrecisionRecallPoint> PrecisionRecall { get; } = [new PrecisionRecallPoint(1, 0, float.PositiveInfinity)];

    /// <inheritdoc/>
    public void Visit(float score, double scorePositives, double scoreNegatives)
    {
        (double hits, double misses) = _counts[^1];
        hits += scorePositives;
        misses += scoreNegatives;
        PrecisionRecall.Add(new PrecisionRecallPoint(hits / (hits + misses), positives > 0 ? hits / positives : 1, score));
        if (_counts.Count > 1 && Collinear(hits, misses))
        {
            _counts.RemoveAt(_counts.Count - 1);
            Roc.RemoveAt(Roc.Count - 1);
        }

        _counts.Add((hits, misses));
        Roc.Add(new RocPoint(misses / negatives, hits / positives, score));
    }

    private bool Collinear(double hits, double misses)
    {
        (double True, double False) last = _counts[^1], before = _counts[^2];
        return (last.True - before.True) * (misses - last.False) == (hits - last.True) * (last.False - before.False);
    }
}
