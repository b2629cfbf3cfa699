using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>
/// A measure together with the columns it is computed from: everything that a search, an experiment or a feature importance needs to judge
/// scored data. Immutable and thread-safe.
/// </summary>
public sealed class MultiLabelMetric
{
    private readonly EvaluationColumns _columns;
    private readonly MultiLabelMetricOptions _options;

    /// <summary>Makes a metric.</summary>
    /// <param name="key">The measure's key, such as <c>micro_f1</c>, <c>lrap</c> or <c>precision_at_10</c>; see <see cref="MultiLabelMeasure"/>.</param>
    /// <param name="labelColumnName">The targets: a vector of Single in [0, 1] or of Boolean, or a vector of keys.</param>
    /// <param name="scoreColumnName">The scores: a vector of Single.</param>
    /// <param name="probabilityColumnName">The probabilities: a vector of Single; null for the sigmoid of the scores.</param>
    /// <param name="predictedLabelColumnName">The predicted labels: a vector of Boolean; null to predict by the options' thresholds.</param>
    /// <param name="exampleWeightColumnName">The rows' weights: a Single; null when every row weighs 1.</param>
    /// <param name="options">
    /// Definitions; null for the defaults, with the k or the beta in the key.
    /// </param>
    /// <exception cref="ArgumentException">There is no such measure.</exception>
    public MultiLabelMetric(
        string key,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string? probabilityColumnName = "Probability",
        string? predictedLabelColumnName = "PredictedLabel",
        string? exampleWeightColumnName = null,
        MultiLabelMetricOptions? options = null)
    {
        Measure = MultiLabelMeasure.Get(key);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        _columns = new EvaluationColumns(
            labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName, exampleWeightColumnName);
        _options = options ?? Measure.Options;
    }

    /// <summary>The measure.</summary>
    public MultiLabelMeasure Measure { get; }

    /// <summary>The measure's key, such as <c>micro_f1</c>.</summary>
    public string Name => Measure.Key;

    /// <summary>Whether higher values are better.</summary>
    public bool IsHigherBetter => Measure.HigherIsBetter;

    /// <summary>Evaluates scored data.</summary>
    /// <param name="context">Takes messages.</param>
    /// <param name="scoredData">Scored data, such as a model's <c>Transform</c> of a test set.</param>
    /// <returns>The measure's value; NaN where it is undefined, such as an area when every label has only one class.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent, or its type or size is not what it should be.</exception>
    /// <exception cref="ArgumentException">A value of a row is out of its range; the message names row and label.</exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are no rows to evaluate.</exception>
    public double Evaluate(MLContext context, IDataView scoredData)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Evaluate(context, scoredData, CancellationToken.None);
    }

    /// <summary>How much better one value is than another.</summary>
    /// <param name="value">A value.</param>
    /// <param name="other">The value to compare with.</param>
    /// <returns>Positive when <paramref name="value"/> is the better one, whatever the measure's direction.</returns>
    public double Improvement(double value, double other) => IsHigherBetter ? value - other : other - value;

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal string ScoreColumnName => _columns.Score;

    internal double Evaluate(IHostEnvironment environment, IDataView scoredData, CancellationToken cancellation) =>
        Measure.Of(MultiLabelEvaluator.Measure(environment, scoredData, _columns, _options, Measure.Parts, cancellation));
}
