using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>Chooses each label's threshold to maximise F-beta on held-out rows, and returns the model with them.</summary>
    /// <remarks>
    /// Every distinct score is tried. A threshold lies halfway between two scores; a target above one half is positive; missing targets are
    /// left out. <see cref="ThresholdRule.MaximizeFBeta"/> says which results are exact. A warning in the log names the labels that keep
    /// their threshold.
    /// </remarks>
    /// <param name="model">
    /// A fitted multi-label predictor, or a chain (such as a fitted pipeline) that contains exactly one. If a calibrator follows it, or is
    /// given alone, the thresholds are those of the calibrator, on its probabilities.
    /// </param>
    /// <param name="data">Rows as <paramref name="model"/> reads them, used neither for training nor for calibration.</param>
    /// <param name="averaging">
    /// The average to maximise: <see cref="Averaging.Macro"/>, <see cref="Averaging.Micro"/> or <see cref="Averaging.Samples"/>.
    /// </param>
    /// <param name="beta">How many times as important recall is as precision, above 0; 1 for F1.</param>
    /// <param name="minimumPositives">A label with fewer positive rows keeps its threshold, since too little is known about it; at least 1.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">
    /// The column that is compared with the thresholds; null for the predictor's <c>Score</c>, or the calibrator's <c>Probability</c>.
    /// </param>
    /// <param name="exampleWeightColumnName">The row weights, a Single of at least 0; null if every row weighs 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The model with the thresholds, each label's threshold, and the value reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or an option is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// The model does not have exactly one predictor, its labels are not those of the targets, or a value in a row is invalid.
    /// </exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are no rows to tune on.</exception>
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
    /// Every distinct score is tried. A target above one half is positive; missing targets are left out. Warnings in the log name the
    /// labels that keep their threshold and those that cannot meet the rule's constraint.
    /// </remarks>
    /// <param name="model">
    /// A fitted multi-label predictor, or a chain (such as a fitted pipeline) that contains exactly one. If a calibrator follows it, or is
    /// given alone, the thresholds are those of the calibrator, on its probabilities.
    /// </param>
    /// <param name="data">Rows as <paramref name="model"/> reads them, used neither for training nor for calibration.</param>
    /// <param name="rule">What the thresholds must achieve.</param>
    /// <param name="minimumPositives">
    /// A label with fewer positive rows keeps its threshold, since too little is known about it; at least 1. With one threshold for all
    /// labels, the positives of all labels are counted together.
    /// </param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">
    /// The column that is compared with the thresholds; null for the predictor's <c>Score</c>, or the calibrator's <c>Probability</c>.
    /// </param>
    /// <param name="exampleWeightColumnName">The row weights, a Single of at least 0; null if every row weighs 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The model with the thresholds, each label's threshold, and the value reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or an option is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// The model does not have exactly one predictor, its labels are not those of the targets, or a value in a row is invalid.
    /// </exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are no rows to tune on, or too few for the rule.</exception>
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
