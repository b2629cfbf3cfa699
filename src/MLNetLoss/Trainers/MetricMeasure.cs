using MLNetLoss.Metrics;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>
/// A multi-label measure that decides when training stops. Measures take row weights but not cell weights; a cell weight of zero counts as
/// a missing target, and others are ignored.
/// </summary>
/// <param name="measure">The measure.</param>
/// <param name="labelCount">L, the number of labels.</param>
internal sealed class MetricMeasure(MultiLabelMeasure measure, int labelCount) : ValidationMeasure
{
    private readonly MultiLabelMetricOptions _options = measure.Options;
    private readonly float[] _targets = new float[labelCount];
    private MultiLabelMetricsAccumulator? _rows;

    /// <inheritdoc/>
    public override bool HigherIsBetter => measure.HigherIsBetter;

    /// <inheritdoc/>
    public override double Value => _rows is { CountedRows: > 0 } ? measure.Of(_rows.Compute()) : double.NaN;

    /// <inheritdoc/>
    public override void Reset() => _rows = new MultiLabelMetricsAccumulator(labelCount, _options, null, measure.Parts);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> cells, float weight)
    {
        targets.CopyTo(_targets);
        for (int label = 0; label < cells.Length; label++)
        {
            if (cells[label] == 0)
                _targets[label] = float.NaN;
        }

        _rows!.Add(scores, default, default, _targets, weight);
    }
}
