namespace MLNetLoss.Metrics;

/// <summary>
/// The area under the ROC curve, ties counting half, and average precision, the sum of precision times the step in recall, without
/// interpolation: both as scikit-learn has them.
/// </summary>
internal struct AreaVisitor : IThresholdVisitor
{
    private double _positives;
    private double _negatives;
    private double _ordered;
    private double _tied;
    private double _precision;

    /// <summary>Whether there were positive cells as well as negative ones.</summary>
    public readonly bool HasBothClasses => _positives > 0 && _negatives > 0;

    /// <summary>The area under the ROC curve; not a number for one class.</summary>
    public readonly double RocAuc => (_ordered + (_tied / 2)) / (_positives * _negatives);

    /// <summary>How much finer scores could move the area at most: half the share of tied pairs. 0 when nothing is tied.</summary>
    public readonly double RocAucUncertainty => _tied / 2 / (_positives * _negatives);

    /// <summary>Average precision; 0 without positive cells.</summary>
    public readonly double AveragePrecision => _positives > 0 ? _precision / _positives : 0;

    /// <inheritdoc/>
    public void Visit(float score, double positives, double negatives)
    {
        _ordered += negatives * _positives;
        _tied += negatives * positives;
        _positives += positives;
        _negatives += negatives;
        if (positives > 0)
            _precision += positives * (_positives / (_positives + _negatives));
    }
}
