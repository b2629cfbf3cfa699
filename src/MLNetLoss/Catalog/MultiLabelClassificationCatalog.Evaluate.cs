using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>Evaluates scored multi-label data against the true labels, in one pass.</summary>
    /// <param name="data">Scored data, such as a model's <c>Transform</c> of a test set.</param>
    /// <param name="labelColumnName">
    /// The targets, L per row: a vector of Single in [0, 1] (fractions are soft targets, NaN is a missing target), a vector of Boolean, or
    /// a vector of keys.
    /// </param>
    /// <param name="scoreColumnName">The scores: a vector of L Singles, higher for a more likely label.</param>
    /// <param name="probabilityColumnName">
    /// The probabilities: a vector of L Singles in [0, 1]; null if the scores are logits, whose sigmoids are then the probabilities.
    /// </param>
    /// <param name="predictedLabelColumnName">
    /// The predicted labels: a vector of L Booleans; null to predict the labels whose score is above the options' threshold.
    /// </param>
    /// <param name="exampleWeightColumnName">The row weights, a Single of at least 0; null if every row weighs 1.</param>
    /// <param name="options">Which definition to use where systems define a measure differently; null for the defaults, which are nearly scikit-learn's.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>Every measure, overall and per label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of the wrong type or size.</exception>
    /// <exception cref="ArgumentException">
    /// A score is NaN, a probability is outside [0, 1], or a weight is negative; the message names row and label. Or two columns name a
    /// label differently, as targets and scores are of different labels or in a different order. Or an option is out of range.
    /// </exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or none has a weight and a target.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public MultiLabelClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string? probabilityColumnName = "Probability",
        string? predictedLabelColumnName = "PredictedLabel",
        string? exampleWeightColumnName = null,
        MultiLabelMetricOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = new EvaluationColumns(
            labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName, exampleWeightColumnName);
        return MultiLabelEvaluator.Evaluate(Environment, data, columns, options, cancellationToken);
    }

    /// <summary>
    /// The weight of a hit on each label, the larger the rarer the label is in the training rows, for the propensity-scored measures
    /// (<see cref="MultiLabelMetricOptions.InversePropensities"/>).
    /// </summary>
    /// <param name="trainingData">The rows the model is trained on.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="a">A; 0.5 for Wikipedia, 0.6 for Amazon, 0.55 elsewhere.</param>
    /// <param name="b">B; 0.4 for Wikipedia, 2.6 for Amazon, 1.5 elsewhere.</param>
    /// <returns>One inverse propensity per label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public IReadOnlyList<double> InversePropensities(
        IDataView trainingData, string labelColumnName = "Label", double a = InversePropensity.DefaultA, double b = InversePropensity.DefaultB)
    {
        ArgumentNullException.ThrowIfNull(trainingData);
        return LabelCounter.InversePropensities(Environment, trainingData, labelColumnName, a, b);
    }
}
