using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>The mean loss per cell, weighted as in training, without missing targets.</summary>
/// <param name="loss">The loss.</param>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="weighting">The weights of the positive part; null for none.</param>
/// <param name="firstLabel">The index of the first label here among the loss's labels.</param>
internal sealed class LossMeasure(MultiLabelLoss loss, int labelCount, PosWeighting? weighting = null, int firstLabel = 0) : ValidationMeasure
{
    private readonly float[] _gradient = new float[labelCount];
    private readonly float[] _targets = new float[labelCount];
    private readonly float[] _cells = new float[labelCount];
    private double _sum;
    private double _weight;

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override double Value => _sum / _weight;

    /// <inheritdoc/>
    public override void Reset() => _sum = _weight = 0;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> cells, float weight)
    {
        targets.CopyTo(_targets);
        if (cells.IsEmpty)
            Array.Fill(_cells, 1f);
        else
            cells.CopyTo(_cells);
        double present = 0;
        for (int label = 0; label < targets.Length; label++)
            present += float.IsNaN(targets[label]) ? 0 : _cells[label];
        _weight += weight * present;
        weighting?.Apply(_targets, _cells);
        bool weighsCells = weighting is not null || !cells.IsEmpty;
        _sum += weight * loss.SumOfLabels(scores, _targets, firstLabel, weighsCells ? _cells : default, _gradient);
    }
}
