using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>Chooses each label's threshold to maximise F-beta on held-out rows, and returns the model with them.</summary>
    /// <remarks>
    /// Every distinct score is tried. A threshold lies halfway between two scores; a target above one half is positive; missing targets are
    /// left out. What is exact and what is not, <see cref="ThresholdRule.MaximizeFBeta"/> says. Labels that keep their threshold are
    /// named in a warning of the log.
    /// </remarks>
    /// <param name="model">
    /// A fitted multi-label predictor, or a chain (such as a fitted pipeline) that contains exactly one. Where a calibrator follows it, or
    /// stands alone, the thresholds are the calibrator's, on its probabilities.
    /// </param>
    /// <param name="data">Rows as <paramref name="model"/> reads them, neither trained nor calibrated on.</param>
    /// <param name="averaging">
    /// The average to maximise: <see cref="Averaging.Macro"/>, <see cref="Averaging.Micro"/> or <see cref="Averaging.Samples"/>.
    /// </param>
    /// <param name="beta">How much recall counts against precision, above 0; 1 for F1.</param>
    /// <param name="minimumPositives">A label of fewer positive rows keeps its threshold, as too little is known of it; at least 1.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">
    /// The values that thresholds are compared with; null for the predictor's <c>Score</c>, or the calibrator's <c>Probability</c>.
    /// </param>
    /// <param name="exampleWeightColumnName">The rows' weights, a Single of at least 0; null when every row weighs 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The model with the thresholds, the thresholds by name, and the value reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type; an option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// The model has not exactly one predictor, its labels are not those of the targets, or a value of a row is not what it should be.
    /// </exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There is no row.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public ThresholdTuning TuneThresholds(
        ITransformer model,
        IDataView data,
        Averaging averaging = Averaging.Macro,
        double beta = 1,
        int minimumPositives = 1,
        string labelColumnName = "Label",
        string? scoreColumnName = null,
        string? exampleWeightColumnName = null,
        CancellationToken cancellationToken = default) => TuneThresholds(
            model, data, ThresholdRule.MaximizeFBeta(averaging, beta), minimumPositives, labelColumnName, scoreColumnName,
            exampleWeightColumnName, cancellationToken);

    /// <summary>Chooses thresholds on held-out rows by a rule, and returns the model with them.</summary>
    /// <remarks>
    /// Every distinct score is tried. A target above one half is positive; missing targets are left out. Labels that keep their threshold,
    /// and those that do not reach what the rule demands, are named in warnings of the log.
    /// </remarks>
    /// <param name="model">
    /// A fitted multi-label predictor, or a chain (such as a fitted pipeline) that contains exactly one. Where a calibrator follows it, or
    /// stands alone, the thresholds are the calibrator's, on its probabilities.
    /// </param>
    /// <param name="data">Rows as <paramref name="model"/> reads them, neither trained nor calibrated on.</param>
    /// <param name="rule">What the thresholds are to achieve.</param>
    /// <param name="minimumPositives">
    /// A label of fewer positive rows keeps its threshold, as too little is known of it; at least 1. With one threshold for all, the
    /// positives of all labels count together.
    /// </param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">
    /// The values that thresholds are compared with; null for the predictor's <c>Score</c>, or the calibrator's <c>Probability</c>.
    /// </param>
    /// <param name="exampleWeightColumnName">The rows' weights, a Single of at least 0; null when every row weighs 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The model with the thresholds, the thresholds by name, and the value reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type; an option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// The model has not exactly one predictor, its labels are not those of the targets, or a value of a row is not what it should be.
    /// </exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There is no row, or too few for the rule.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public ThresholdTuning TuneThresholds(
        ITransformer model,
        IDataView data,
        ThresholdRule rule,
        int minimumPositives = 1,
        string labelColumnName = "Label",
        string? scoreColumnName = null,
        string? exampleWeightColumnName = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rule);
        var columns = new EvaluationColumns(labelColumnName, "", null, null, exampleWeightColumnName);
        return ThresholdTuner.Tune(Environment, model, data, columns, scoreColumnName, rule, minimumPositives, cancellationToken);
    }
}
