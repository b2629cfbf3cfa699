namespace MLNetLoss.Metrics;

/// <summary>Retained rows under other weights. One per thread; the rows are shared.</summary>
/// <param name="rows">The rows, sorted.</param>
internal sealed class ReweighedRows(RetainedRows rows) : IMetricSums
{
    private readonly float[] _weights = new float[rows.RowCount];
    private readonly double[] _crossEntropy = new double[rows.LabelCount];
    private readonly double[] _squares = new double[rows.LabelCount];
    private readonly ConfusionAccumulator _confusion = new(rows.LabelCount);
    private readonly CalibrationAccumulator _calibration = new(rows.LabelCount, rows.Sums.Options.CalibrationBins);
    private RowMeans _means = new(0);

    /// <inheritdoc/>
    public MultiLabelMetricOptions Options => rows.Sums.Options;

    /// <inheritdoc/>
    public int LabelCount => rows.LabelCount;

    /// <inheritdoc/>
    public MeasureParts Parts => rows.Sums.Parts;

    /// <inheritdoc/>
    public IReadOnlyList<string> LabelNames => rows.Sums.LabelNames;

    /// <inheritdoc/>
    public long CountedRows { get; private set; }

    /// <inheritdoc/>
    public int? DistinctLabelSets => null;

    /// <inheritdoc/>
    public bool CrossEntropyFromLogits => rows.Sums.CrossEntropyFromLogits;

    /// <summary>Computes every measure with each row counted a number of times.</summary>
    /// <param name="times">How often each row counts.</param>
    public MultiLabelClassificationMetrics Compute(ReadOnlySpan<int> times)
    {
        Array.Clear(_crossEntropy);
        Array.Clear(_squares);
        _confusion.Clear();
        _calibration.Clear();
        _means = new RowMeans(new RowSlots(Options).Count);
        CountedRows = 0;
        for (int row = 0; row < times.Length; row++)
        {
            _weights[row] = times[row] * rows.Weights[row];
            if (times[row] > 0)
                Add(row, _weights[row]);
        }

        return new MultiLabelClassificationMetrics(this);
    }

    /// <inheritdoc/>
    public double RowMean(int slot) => _means.Mean(slot);

    /// <inheritdoc/>
    public ConfusionCounts Counts(int label) => _confusion.Counts(label);

    /// <inheritdoc/>
    public double CrossEntropy(int label) => _crossEntropy[label];

    /// <inheritdoc/>
    public double Squares(int label) => _squares[label];

    /// <inheritdoc/>
    public ReliabilityBin[] Bins(int? label) => _calibration.Bins(label);

    /// <inheritdoc/>
    public void Visit<TVisitor>(int? label, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor => ThresholdWalk.Walk(rows.Sorted(label), _weights, ref visitor);

    private void Add(int row, double weight)
    {
        CountedRows++;
        _means.Add(rows.Values(row), weight);
        ReadOnlySpan<float> targets = rows.Targets(row);
        ReadOnlySpan<bool> predicted = rows.Predicted(row);
        for (int label = 0; label < targets.Length; label++)
        {
            if (!float.IsNaN(targets[label]))
                _confusion.Add(label, predicted[label], targets[label] > 0.5f, weight);
        }

        if (Parts.HasFlag(MeasureParts.Losses))
            AddLosses(row, targets, weight);
    }

    private void AddLosses(int row, ReadOnlySpan<float> targets, double weight)
    {
        ReadOnlySpan<float> probabilities = rows.Probabilities(row), losses = rows.Losses(row);
        for (int label = 0; label < targets.Length; label++)
        {
            double target = targets[label];
            if (double.IsNaN(target))
                continue;
            double error = target - probabilities[label];
            _crossEntropy[label] += weight * losses[label];
            _squares[label] += weight * error * error;
            _calibration.Add(label, probabilities[label], target, weight);
        }
    }
}
