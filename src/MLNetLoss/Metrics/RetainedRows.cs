using System.Runtime.InteropServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Scored rows kept in memory, about forty bytes per cell, so that measures can be recomputed with other row weights. The costly part, ranking
/// and sorting, is done once.
/// </summary>
internal sealed class RetainedRows
{
    private readonly MultiLabelMetricsAccumulator _rows;
    private readonly List<double> _values = [];
    private readonly List<float> _probabilities = [];
    private readonly List<float> _targets = [];
    private readonly List<float> _losses = [];
    private readonly List<float> _logitLosses = [];
    private readonly List<bool> _predicted = [];
    private readonly List<float> _weights = [];
    private readonly List<long> _numbers = [];
    private ulong[][]? _byLabel;
    private ulong[]? _pooled;

    /// <summary>Creates an empty store.</summary>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="options">Definitions, with exact scores.</param>
    /// <param name="labelNames">L names, or null.</param>
    /// <param name="parts">What the measures asked for are computed from.</param>
    /// <exception cref="ArgumentException">The options bound the memory.</exception>
    public RetainedRows(int labelCount, MultiLabelMetricOptions? options, IReadOnlyList<string>? labelNames, MeasureParts parts = MeasureParts.All)
    {
        if (options is { ScoreBits: > 0 })
        {
            throw new ArgumentException(
                $"{nameof(options.ScoreBits)} is {options.ScoreBits}; resampling keeps every score and requires 0.", nameof(options));
        }

        _rows = new MultiLabelMetricsAccumulator(labelCount, options, labelNames, parts);
    }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount => _rows.LabelCount;

    /// <summary>L names; empty when labels have none.</summary>
    public IReadOnlyList<string> LabelNames => _rows.LabelNames;

    /// <summary>Rows that count.</summary>
    public int RowCount => _weights.Count;

    /// <summary>The sums of the rows as they are.</summary>
    public IMetricSums Sums => _rows;

    /// <summary>The rows' own weights.</summary>
    public ReadOnlySpan<float> Weights => CollectionsMarshal.AsSpan(_weights);

    /// <summary>Computes every measure of the rows as they are.</summary>
    /// <exception cref="InvalidOperationException">No row counts.</exception>
    public MultiLabelClassificationMetrics Compute() => _rows.Compute();

    /// <summary>Adds a row.</summary>
    /// <param name="scores">L scores.</param>
    /// <param name="probabilities">L probabilities, or none.</param>
    /// <param name="predicted">L predictions, or none.</param>
    /// <param name="targets">L targets.</param>
    /// <param name="weight">The row's weight.</param>
    public void Add(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets, float weight)
    {
        long number = _rows.RowCount;
        if (!_rows.TryAdd(scores, probabilities, predicted, targets, weight, out ScoredRow row))
            return;
        _numbers.Add(number);
        _values.AddRange(_rows.LastValues);
        _targets.AddRange(targets);
        _predicted.AddRange(row.Predicted);
        _weights.Add(weight);
        for (int label = 0; _rows.Parts.HasFlag(MeasureParts.Losses) && label < LabelCount; label++)
        {
            _probabilities.Add((float)_rows.Losses.LastProbabilities[label]);
            _losses.Add((float)_rows.Losses.LastProbabilityLosses[label]);
            _logitLosses.Add((float)_rows.Losses.LastLogitLosses[label]);
        }
    }

    /// <summary>The number of a row among all rows added, those that do not count included.</summary>
    /// <param name="row">The row.</param>
    public long Number(int row) => _numbers[row];

    /// <summary>The values of a row; see <see cref="RowSlots"/>.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<double> Values(int row) => CollectionsMarshal.AsSpan(_values).Slice(row * _rows.LastValues.Length, _rows.LastValues.Length);

    /// <summary>The probabilities of a row.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<float> Probabilities(int row) => Cells(_probabilities, row);

    /// <summary>The targets of a row, NaN where missing.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<float> Targets(int row) => Cells(_targets, row);

    /// <summary>The predictions of a row.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<bool> Predicted(int row) => Cells(_predicted, row);

    /// <summary>The cross-entropies of a row.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<float> Losses(int row) => Cells(_rows.Losses.FromLogits ? _logitLosses : _losses, row);

    /// <summary>Sorts the cells once all rows are added; afterwards any number of threads may read them.</summary>
    public void Sort()
    {
        if (_rows.ExactScores is not { } scores)
            return;
        IReadOnlyList<ScoreBlock> blocks = scores.Blocks;
        var walk = new ThresholdWalk();
        _byLabel = new ulong[LabelCount][];
        for (int label = 0; label < LabelCount; label++)
        {
            walk.Start(RowCount);
            walk.Add(blocks, label);
            _byLabel[label] = walk.Sort().ToArray();
        }

        walk.Start(checked(RowCount * LabelCount));
        for (int label = 0; label < LabelCount; label++)
            walk.Add(blocks, label);
        _pooled = walk.Sort().ToArray();
    }

    /// <summary>The cells of a label, best score first; those of all labels for null.</summary>
    /// <param name="label">The label.</param>
    public ReadOnlySpan<ulong> Sorted(int? label) => label is { } one ? _byLabel![one] : _pooled;

    private ReadOnlySpan<T> Cells<T>(List<T> cells, int row) => CollectionsMarshal.AsSpan(cells).Slice(row * LabelCount, LabelCount);
}
