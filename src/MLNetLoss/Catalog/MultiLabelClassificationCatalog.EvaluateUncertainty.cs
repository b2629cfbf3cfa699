using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>
    /// Evaluates scored data and gives each measure a bootstrap confidence interval: rows are resampled with replacement, and the interval
    /// contains the requested share of the resamples' values. Rows are kept in memory, about forty bytes per cell.
    /// </summary>
    /// <param name="data">Scored data.</param>
    /// <param name="bootstrap">The number of resamples, the confidence level, the seed and the measures; null for 1000 resamples, 95 % and all measures.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">The scores.</param>
    /// <param name="probabilityColumnName">The probabilities; null for the sigmoid of the scores.</param>
    /// <param name="predictedLabelColumnName">The predicted labels; null to predict by the options' thresholds.</param>
    /// <param name="exampleWeightColumnName">The row weights; null if every row weighs 1.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>For each measure its value, its interval and its standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of the wrong type or size.</exception>
    /// <exception cref="ArgumentException">A value or an option is invalid.</exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There is no row to evaluate.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<MeasureInterval> EvaluateIntervals(
        IDataView data,
        BootstrapOptions? bootstrap = null,
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
        return MultiLabelEvaluator.Intervals(Environment, data, columns, bootstrap, options, cancellationToken);
    }

    /// <summary>
    /// Compares two models on the same rows: for each measure the difference, second minus first, with its confidence interval. Both are
    /// resampled together, so that rows that are hard for both do not widen the interval.
    /// </summary>
    /// <param name="first">Data scored by the first model.</param>
    /// <param name="second">The same rows in the same order, scored by the second.</param>
    /// <param name="bootstrap">The number of resamples, the confidence level, the seed and the measures; null for 1000 resamples, 95 % and all measures.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">The scores.</param>
    /// <param name="probabilityColumnName">The probabilities; null for the sigmoid of the scores.</param>
    /// <param name="predictedLabelColumnName">The predicted labels; null to predict by the options' thresholds.</param>
    /// <param name="exampleWeightColumnName">The row weights; null if every row weighs 1.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>For each measure both values, the interval of their difference and a p-value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of the wrong type or size.</exception>
    /// <exception cref="ArgumentException">The rows are not the same, or a value or an option is invalid.</exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There is no row to evaluate.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<MeasureDifference> Compare(
        IDataView first,
        IDataView second,
        BootstrapOptions? bootstrap = null,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string? probabilityColumnName = "Probability",
        string? predictedLabelColumnName = "PredictedLabel",
        string? exampleWeightColumnName = null,
        MultiLabelMetricOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var columns = new EvaluationColumns(
            labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName, exampleWeightColumnName);
        return MultiLabelEvaluator.Differences(Environment, first, second, columns, bootstrap, options, cancellationToken);
    }
}
