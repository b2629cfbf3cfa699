using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>Chooses each label's threshold to maximise F-beta on held-out rows, and returns the model with them.</summary>
    /// <remarks>
    /// Every distinct score is tried; the result is the exact maximum for both averages. A threshold lies halfway between two scores;
    /// among equals the one that predicts fewest rows is taken. A target above one half is positive; missing targets are left out.
    /// Labels that keep their threshold are named in a warning of the log.
    /// </remarks>
    /// <param name="model">A fitted multi-label predictor, or a chain (such as a fitted pipeline) that contains exactly one.</param>
    /// <param name="data">Rows as <paramref name="model"/> reads them, not trained on.</param>
    /// <param name="averaging">The average of F-beta to maximise: <see cref="Averaging.Macro"/> or <see cref="Averaging.Micro"/>.</param>
    /// <param name="beta">How much recall counts against precision, above 0; 1 for F1.</param>
    /// <param name="minimumPositives">A label of fewer positive rows keeps its threshold, as too little is known of it; at least 1.</param>
    /// <param name="labelColumnName">The targets; see <see cref="Evaluate"/>.</param>
    /// <param name="scoreColumnName">The predictor's scores.</param>
    /// <param name="exampleWeightColumnName">The rows' weights, a Single of at least 0; null when every row weighs 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The model with the thresholds, the thresholds by name, and the value reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type; an option is out of its range.</exception>
    /// <exception cref="ArgumentException">The model has not exactly one predictor, or a value of a row is not what it should be.</exception>
    /// <exception cref="InvalidOperationException">There is no row.</exception>
    public ThresholdTuning TuneThresholds(
        ITransformer model,
        IDataView data,
        Averaging averaging = Averaging.Macro,
        double beta = 1,
        int minimumPositives = 1,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string? exampleWeightColumnName = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        EvaluationColumns columns = Columns(labelColumnName, scoreColumnName, null, null, exampleWeightColumnName);
        return ThresholdTuner.Tune(Environment, model, data, columns, averaging, beta, minimumPositives, cancellationToken);
    }
}
