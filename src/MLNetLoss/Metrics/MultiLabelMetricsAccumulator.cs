using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Collects scored rows in one pass and computes every multi-label measure from them. Accumulators of parts of the data can be merged into
/// one of the whole: counts are then the same to the bit, sums to 1e-12. Not thread-safe; use one per thread, then merge.
/// </summary>
/// <remarks>
/// A row has a label when its target is above one half, as a label is predicted when its probability is; a perfect model is thus
/// perfect on fractional targets too. Cross-entropy, Brier score and calibration take fractional targets as they are, and nDCG takes them
/// as gains. A missing target (NaN) is left out of every measure: the label takes no part in that row.
/// <para>
/// Methods that run for every row, here and in the helpers, are fully optimised from their first call: an evaluation would be half over before
/// the runtime recompiled them.
/// </para>
/// </remarks>
public sealed class MultiLabelMetricsAccumulator : IMetricSums
{
    private readonly string[] _labelNames;
    private readonly RowChecker _checker;
    private readonly RankedRow _ranked;
    private readonly SetMeasures _sets;
    private readonly RankingMeasures _ranking;
    private readonly TopMeasures _top;
    private readonly double[] _values;
    private readonly RowMeans _means;
    private readonly ConfusionAccumulator _confusion;
    private readonly LabelSetAccumulator? _labelSets;
    private readonly IScoreStore? _scores;

    /// <summary>Creates an empty accumulator.</summary>
    /// <param name="labelCount">L, the number of labels, at least 1.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="labelNames">L names for results and messages; null when the labels have none.</param>
    /// <exception cref="ArgumentException">The options are invalid, or do not fit the number of labels.</exception>
    public MultiLabelMetricsAccumulator(
        int labelCount, MultiLabelMetricOptions? options = null, IReadOnlyList<string>? labelNames = null)
        : this(labelCount, options, labelNames, MeasureParts.All)
    {
    }

    /// <summary>Creates an empty accumulator for measures that need only some parts. What needs others is meaningless.</summary>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="labelNames">One name per label; null for none.</param>
    /// <param name="parts">The parts.</param>
    internal MultiLabelMetricsAccumulator(
        int labelCount, MultiLabelMetricOptions? options, IReadOnlyList<string>? labelNames, MeasureParts parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        Options = options ?? new MultiLabelMetricOptions();
        Options.Check(labelCount);
        if (labelNames is not null && labelNames.Count != labelCount)
            throw new ArgumentException($"There are {labelNames.Count} label names; expected {labelCount}.", nameof(labelNames));
        LabelCount = labelCount;
        Parts = parts;
        _labelNames = labelNames is null ? [] : [.. labelNames];
        _checker = new RowChecker(labelCount, _labelNames, Options);
        _ranked = new RankedRow(labelCount, Math.Min(Options.TopK.DefaultIfEmpty(1).Max(), labelCount));
        var slots = new RowSlots(Options);
        _sets = new SetMeasures(Options);
        _ranking = new RankingMeasures(Options);
        _top = new TopMeasures(labelCount, Options, slots);
        _values = new double[slots.Count];
        _means = new RowMeans(slots.Count);
        _confusion = new ConfusionAccumulator(labelCount);
        Losses = new CellLossAccumulator(labelCount, Options.CalibrationBins);
        _labelSets = parts == MeasureParts.All && Options.ScoreBits == 0 ? new LabelSetAccumulator() : null;
        if (parts.HasFlag(MeasureParts.Areas))
            _scores = Options.ScoreBits == 0 ? new ExactScores(labelCount) : new BinnedScores(labelCount, Options.ScoreBits);
    }

    /// <summary>L, the number of labels.</summary>
    public int LabelCount { get; }

    /// <summary>The names of the labels; empty when they have none.</summary>
    public IReadOnlyList<string> LabelNames => _labelNames;

    /// <summary>The definitions.</summary>
    public MultiLabelMetricOptions Options { get; }

    /// <summary>Number of rows added, those without weight or targets included.</summary>
    public long RowCount { get; private set; }

    /// <summary>Number of rows added that have a weight above 0 and a target.</summary>
    public long CountedRows { get; private set; }

    MeasureParts IMetricSums.Parts => Parts;

    int? IMetricSums.DistinctLabelSets => _labelSets?.Count;

    bool IMetricSums.CrossEntropyFromLogits => Losses.FromLogits;

    /// <summary>The parts that are computed.</summary>
    internal MeasureParts Parts { get; }

    /// <summary>Cross-entropies, squared errors and calibration, in total and of the last row.</summary>
    internal CellLossAccumulator Losses { get; }

    /// <summary>The values of the last row.</summary>
    internal ReadOnlySpan<double> LastValues => _values;

    /// <summary>The scores when all of them are kept; otherwise null.</summary>
    internal ExactScores? ExactScores => _scores as ExactScores;

    /// <summary>Adds one row.</summary>
    /// <param name="scores">L scores, higher for a likelier label; infinities are allowed.</param>
    /// <param name="probabilities">L probabilities in [0, 1]; empty when scores are logits and probabilities their sigmoid.</param>
    /// <param name="predicted">L predictions; empty to predict by the options' thresholds.</param>
    /// <param name="targets">L targets in [0, 1]; NaN where the target is missing.</param>
    /// <param name="weight">The row's weight, 0 or more.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a score, probability, target or weight is out of its range.</exception>
    public void Add(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets,
        float weight = 1) => TryAdd(scores, probabilities, predicted, targets, weight, out _);

    /// <summary>Adds N rows, stored one after the other.</summary>
    /// <param name="scores">N x L scores.</param>
    /// <param name="probabilities">N x L probabilities, or none.</param>
    /// <param name="predicted">N x L predictions, or none.</param>
    /// <param name="targets">N x L targets.</param>
    /// <param name="weights">N weights; none when every row weighs 1.</param>
    /// <exception cref="ArgumentException">A length is wrong or a value is out of its range.</exception>
    public void AddRows(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets,
        ReadOnlySpan<float> weights = default)
    {
        int rows = scores.Length / LabelCount;
        CheckLength(scores.Length, rows * LabelCount, nameof(scores), "a multiple of the number of labels");
        CheckLength(targets.Length, scores.Length, nameof(targets), "one per score");
        if (!probabilities.IsEmpty)
            CheckLength(probabilities.Length, scores.Length, nameof(probabilities), "one per score");
        if (!predicted.IsEmpty)
            CheckLength(predicted.Length, scores.Length, nameof(predicted), "one per score");
        if (!weights.IsEmpty)
            CheckLength(weights.Length, rows, nameof(weights), "one per row");
        for (int row = 0; row < rows; row++)
        {
            var cells = new Range(row * LabelCount, (row + 1) * LabelCount);
            Add(
                scores[cells],
                probabilities.IsEmpty ? default : probabilities[cells],
                predicted.IsEmpty ? default : predicted[cells],
                targets[cells],
                weights.IsEmpty ? 1 : weights[row]);
        }
    }

    /// <summary>Adds the rows of another accumulator, which stays as it is.</summary>
    /// <param name="other">An accumulator with the same labels and equal options.</param>
    /// <exception cref="ArgumentException">It is this accumulator, or differs in its labels, their order or its options.</exception>
    public void Merge(MultiLabelMetricsAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other))
            throw new ArgumentException("An accumulator cannot be merged into itself.", nameof(other));
        if (other.LabelCount != LabelCount)
            throw new ArgumentException($"The other accumulator has {other.LabelCount} labels; expected {LabelCount}.", nameof(other));
        if (!other.Options.Equals(Options))
            throw new ArgumentException("The other accumulator has different options, so its sums are of different measures.", nameof(other));
        LabelOrder.RequireSame(LabelNames, "here", other.LabelNames, "in the other accumulator");
        RowCount += other.RowCount;
        CountedRows += other.CountedRows;
        _means.Merge(other._means);
        _confusion.Merge(other._confusion);
        Losses.Merge(other.Losses);
        if (other._labelSets is not null)
            _labelSets?.Merge(other._labelSets);
        _scores?.Merge(other._scores!);
    }

    /// <summary>Computes every measure of the rows added so far; more rows may follow.</summary>
    /// <returns>The measures.</returns>
    /// <exception cref="InvalidOperationException">No row counts.</exception>
    public MultiLabelClassificationMetrics Compute()
    {
        if (CountedRows == 0)
        {
            throw new InvalidOperationException(RowCount == 0
                ? "There are no rows to evaluate."
                : $"None of the {RowCount} rows has a weight above 0 and a target that is not missing; there is nothing to evaluate.");
        }

        return new MultiLabelClassificationMetrics(this);
    }

    double IMetricSums.RowMean(int slot) => _means.Mean(slot);

    ConfusionCounts IMetricSums.Counts(int label) => _confusion.Counts(label);

    double IMetricSums.CrossEntropy(int label) => Losses.CrossEntropy(label);

    double IMetricSums.Squares(int label) => Losses.Squares(label);

    ReliabilityBin[] IMetricSums.Bins(int? label) => Losses.Calibration.Bins(label);

    void IMetricSums.Visit<TVisitor>(int? label, ref TVisitor visitor)
    {
        if (label is { } one)
            _scores!.Visit(one, ref visitor);
        else
            _scores!.VisitAll(ref visitor);
    }

    /// <summary>Adds one row and returns it as the measures see it.</summary>
    /// <param name="scores">L scores.</param>
    /// <param name="probabilities">L probabilities, or none.</param>
    /// <param name="predicted">L predictions, or none.</param>
    /// <param name="targets">L targets.</param>
    /// <param name="weight">The row's weight.</param>
    /// <param name="row">The checked row; valid until the next is added.</param>
    /// <returns>Whether the row counts.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool TryAdd(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets,
        float weight, out ScoredRow row)
    {
        bool counts = _checker.Check(RowCount, scores, probabilities, predicted, targets, weight, out row);
        RowCount++;
        if (!counts)
            return false;
        CountedRows++;
        _sets.Compute(row, _values);
        // Not optimised, HasFlag allocates.
        if ((Parts & MeasureParts.Ranking) != 0)
        {
            _ranked.Rank(row);
            _ranking.Compute(row, _ranked, _values);
            _top.Compute(row, _ranked, _values);
        }

        _means.Add(_values, weight);
        _confusion.Add(row);
        if ((Parts & MeasureParts.Losses) != 0)
            Losses.Add(row);
        _labelSets?.Add(row);
        _scores?.Add(row);
        return true;
    }

    private static void CheckLength(int actual, int expected, string name, string meaning)
    {
        if (actual != expected)
            throw new ArgumentException($"There are {actual} {name}; expected {expected}, {meaning}.", name);
    }
}
