using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>
    /// Evaluates scored data and says how sure each measure is: rows are drawn again with replacement, and the interval holds the wanted
    /// share of what the resamples give. Rows are kept in memory, some forty bytes a cell.
    /// </summary>
    /// <param name="data">Scored data.</param>
    /// <param name="bootstrap">How often to draw, the level, the seed, which measures; null for 1000 draws, 95 %, all measures.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">The scores.</param>
    /// <param name="probabilityColumnName">The probabilities; null for the sigmoid of the scores.</param>
    /// <param name="predictedLabelColumnName">The predicted labels; null to predict by the options' thresholds.</param>
    /// <param name="exampleWeightColumnName">The rows' weights; null when every row weighs 1.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Per measure its value, its interval and its standard error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent, or its type or size is not what it should be.</exception>
    /// <exception cref="ArgumentException">A value or an option is not what it should be.</exception>
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
    /// Compares two models on the same rows: per measure the difference, second minus first, with its interval. Both are resampled
    /// together, so what makes rows hard for both does not blur the difference.
    /// </summary>
    /// <param name="first">Data scored by the first model.</param>
    /// <param name="second">The same rows in the same order, scored by the second.</param>
    /// <param name="bootstrap">How often to draw, the level, the seed, which measures; null for 1000 draws, 95 %, all measures.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">The scores.</param>
    /// <param name="probabilityColumnName">The probabilities; null for the sigmoid of the scores.</param>
    /// <param name="predictedLabelColumnName">The predicted labels; null to predict by the options' thresholds.</param>
    /// <param name="exampleWeightColumnName">The rows' weights; null when every row weighs 1.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Per measure both values, the interval of their difference and a p-value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent, or its type or size is not what it should be.</exception>
    /// <exception cref="ArgumentException">The rows are not the same, or a value or an option is not what it should be.</exception>
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
