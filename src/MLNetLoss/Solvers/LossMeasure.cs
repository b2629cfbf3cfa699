using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>The mean loss of a cell, missing targets left out.</summary>
/// <param name="loss">The loss.</param>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class LossMeasure(MultiLabelLoss loss, int labelCount) : ValidationMeasure
{
    private readonly float[] _gradient = new float[labelCount];
    private double _sum;
    private double _cells;

    /// <inheritdoc/>
    public override string Name => "loss";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override double Value => _sum / _cells;

    /// <inheritdoc/>
    public override void Reset() => _sum = _cells = 0;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, float weight)
    {
        _sum += weight * loss.SumFromLogits(scores, targets, _gradient);
        int present = 0;
        foreach (float target in targets)
            present += float.IsNaN(target) ? 0 : 1;
        _cells += (double)weight * present;
    }
}
