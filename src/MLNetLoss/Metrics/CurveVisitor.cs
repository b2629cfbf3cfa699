namespace MLNetLoss.Metrics;

/// <summary>Collects the ROC and the precision-recall curve, one point for each distinct score, without interpolation.</summary>
internal readonly struct CurveVisitor() : IThresholdVisitor
{
    // Weights of the positive and the negative cells at or above each threshold.
    private readonly List<(double True, double False, float Threshold)> _counts = [(0, 0, float.PositiveInfinity)];

    /// <summary>Whether there were positive cells as well as negative ones.</summary>
    public bool HasBothClasses => _counts[^1] is { True: > 0, False: > 0 };

    /// <inheritdoc/>
    public void Visit(float score, double positives, double negatives)
    {
        (double hits, double misses, _) = _counts[^1];
        _counts.Add((hits + positives, misses + negatives, score));
    }

    /// <summary>
    /// The ROC curve from (0, 0) to (1, 1), by falling threshold. Points on a straight line between two others are left out, which changes
    /// neither the curve nor its area. The rate of a class without cells is NaN.
    /// </summary>
    public List<RocPoint> Roc()
    {
        (double positives, double negatives, _) = _counts[^1];
        var corners = new List<(double True, double False, float Threshold)>();
        foreach ((double True, double False, float Threshold) next in _counts)
        {
            if (corners.Count > 1 && Collinear(corners[^2], corners[^1], next))
                corners.RemoveAt(corners.Count - 1);
            corners.Add(next);
        }

        return corners.ConvertAll(corner => new RocPoint(corner.False / negatives, corner.True / positives, corner.Threshold));
    }

    /// <summary>
    /// The precision-recall curve from recall 0 and precision 1 on, by falling threshold. Recall is 1 when there are no positive cells.
    /// </summary>
    public List<PrecisionRecallPoint> PrecisionRecall()
    {
        double positives = _counts[^1].True;
        var points = new List<PrecisionRecallPoint>(_counts.Count) { new(1, 0, float.PositiveInfinity) };
        foreach ((double hits, double misses, float threshold) in _counts.Skip(1))
            points.Add(new PrecisionRecallPoint(hits / (hits + misses), positives > 0 ? hits / positives : 1, threshold));
        return points;
    }

    private static bool Collinear(
        (double True, double False, float Threshold) before, (double True, double False, float Threshold) last,
        (double True, double False, float Threshold) next) =>
        (last.True - before.True) * (next.False - last.False) == (next.True - last.True) * (last.False - before.False);
}
