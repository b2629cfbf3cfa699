namespace MLNetLoss.Metrics;

/// <summary>
/// A measure that is a single number, identified by a key in snake case. The command line, reports, search and cross-validation share this
/// list.
/// </summary>
public sealed class MultiLabelMeasure
{
    private static readonly MultiLabelMeasure[] s_fixed = MeasureList.Create();
    private static readonly Dictionary<string, MultiLabelMeasure> s_byKey = s_fixed.ToDictionary(measure => measure.Key);

    private readonly Func<MultiLabelClassificationMetrics, double> _value;

    internal MultiLabelMeasure(string key, string name, bool higherIsBetter, Func<MultiLabelClassificationMetrics, double> value)
    {
        Key = key;
        Name = name;
        HigherIsBetter = higherIsBetter;
        _value = value;
    }

    /// <summary>The key, such as <c>micro_f1</c>.</summary>
    public string Key { get; }

    /// <summary>The name for people, such as "micro F1".</summary>
    public string Name { get; }

    /// <summary>Whether higher values are better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>The label it is a measure of; null for a measure of all labels.</summary>
    internal string? LabelName { get; init; }

    /// <summary>Its k; null when it has none.</summary>
    internal int? K { get; init; }

    /// <summary>The beta of an F measure; null when it has none, or 1.</summary>
    internal double? Beta { get; init; }

    /// <summary>What it is computed from.</summary>
    internal MeasureParts Parts => MeasureList.PartsOf(Key);

    /// <summary>Options with this measure's k or beta, and no other.</summary>
    internal MultiLabelMetricOptions Options => new() { TopK = K is { } k ? [k] : [], Betas = Beta is { } beta ? [beta] : [] };

    /// <summary>The measures without a k or a beta.</summary>
    public static IReadOnlyList<MultiLabelMeasure> Fixed => s_fixed;

    /// <summary>All measures of an evaluation with these options.</summary>
    /// <param name="options">Options, whose k, betas and propensities add measures.</param>
    public static IReadOnlyList<MultiLabelMeasure> For(MultiLabelMetricOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] families = options.InversePropensities.Count > 0
            ? [.. MeasureList.TopFamilies, .. MeasureList.PropensityFamilies]
            : MeasureList.TopFamilies;
        return
        [
            .. s_fixed,
            .. families.SelectMany(family => options.TopK.Select(k => Get($"{family}_at_{k}"))),
            .. options.Betas.Where(beta => beta != 1).SelectMany(
                beta => Enum.GetValues<Averaging>().Select(averaging => Get(MeasureList.FBetaKey(averaging, beta)))),
        ];
    }

    /// <summary>The measure of a key.</summary>
    /// <param name="key">
    /// A key of <see cref="Fixed"/>; one with a number, such as <c>precision_at_10</c>, <c>recall_at_10</c>, <c>ndcg_at_10</c>,
    /// <c>psp_at_10</c>, <c>psndcg_at_10</c> or <c>micro_f2</c>; or one of a single label, by its name, such as <c>f1:io</c>, <c>recall:io</c>,
    /// <c>f2:io</c> or <c>roc_auc:io</c>.
    /// </param>
    /// <exception cref="ArgumentException">There is no such measure.</exception>
    public static MultiLabelMeasure Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return s_byKey.TryGetValue(key, out MultiLabelMeasure? measure) ? measure
            : LabelMeasureList.TryCreate(key) ?? MeasureList.TryCreateAtK(key) ?? MeasureList.TryCreateFBeta(key)
            ?? throw new ArgumentException(
                $"There is no measure '{key}'; known are {string.Join(", ", s_byKey.Keys)}, " +
                "and precision, recall, ndcg, psp, psndcg with _at_K; " +
                $"of one label, {string.Join(", ", LabelMeasureList.Keys)} with a colon and the label's name.",
                nameof(key));
    }

    /// <summary>The measure's value in an evaluation.</summary>
    /// <param name="metrics">The evaluation.</param>
    /// <exception cref="ArgumentException">The evaluation's options do not include the measure's k or beta, or it has no such label.</exception>
    public double Of(MultiLabelClassificationMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return _value(metrics);
    }

    /// <inheritdoc/>
    public override string ToString() => Key;
}
