namespace MLNetLoss.Metrics;

/// <summary>
/// Sums up the area under the ROC curve, where ties count half, and average precision, the sum of precision times the step in recall without
/// interpolation, both as scikit-learn defines them.
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

    /// <summary>The area under the ROC curve; NaN for one class.</summary>
    public readonly double RocAuc => (_ordered + (_tied / 2)) / (_positives * _negatives);

    /// <summary>The most by which breaking ties could change the area: half the share of tied pairs.</summary>
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
