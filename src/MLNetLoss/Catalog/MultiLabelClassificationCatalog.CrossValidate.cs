using MLNetLoss.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Transforms;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>
    /// Cross-validates: for each fold, trains on all other folds, scores the fold's rows and evaluates them. By default every fold has
    /// every label in its proportion.
    /// </summary>
    /// <remarks>
    /// The labels are read once to make the folds. Each fold is a lazy view of the data, in the data's order, that keeps row ids, shuffling
    /// and parallel cursors. The data must give the same rows each time they are read; cache data that are slow to read
    /// (<c>ml.Data.Cache</c>). If <paramref name="estimator"/> makes the labels, for instance by
    /// <c>MapLabelSetToVector("Label", "Tags")</c>, the data have no column "Label" yet: pass <c>stratificationColumnName: "Tags"</c>. Each
    /// fold's model then knows only the labels of its own training rows.
    /// </remarks>
    /// <param name="data">The data.</param>
    /// <param name="estimator">The estimator to train: a pipeline that ends with a multi-label trainer.</param>
    /// <param name="numberOfFolds">The number of folds, at least 2.</param>
    /// <param name="labelColumnName">The targets in the scored data; see <see cref="Evaluate"/>.</param>
    /// <param name="samplingKeyColumnName">
    /// A column of text, keys or numbers; rows with equal values are put into the same fold. Null if rows are independent.
    /// </param>
    /// <param name="seed">The seed; the same seed gives the same folds on every machine.</param>
    /// <param name="splitMethod">How rows are assigned to folds.</param>
    /// <param name="stratificationColumnName">
    /// The column of <paramref name="data"/> to stratify by: a label column as <see cref="Evaluate"/> takes it, a vector of text, or text
    /// with separators. Null for <paramref name="labelColumnName"/>.
    /// </param>
    /// <param name="separator">The separator of the labels if that column is text.</param>
    /// <param name="scoreColumnName">The scores; see <see cref="Evaluate"/>.</param>
    /// <param name="probabilityColumnName">The probabilities; null for the sigmoid of the scores.</param>
    /// <param name="predictedLabelColumnName">The predicted labels; null to predict by the options' thresholds.</param>
    /// <param name="exampleWeightColumnName">The rows' weights in the evaluation; null when every row weighs 1.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="numberOfThreads">The number of folds to process at once, at least 1; null for the number of processors.</param>
    /// <param name="cancellationToken">Stops the work; a training stops when it reads its next row.</param>
    /// <returns>For each fold the model, the scored hold-out set and its measures; and the mean and standard deviation of every measure over the folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or a number is out of range.</exception>
    /// <exception cref="ArgumentException">A value in a row is invalid; the message names row and label.</exception>
    /// <exception cref="InvalidDataException">
    /// A target lies outside [0, 1]; the message names row and label. Or the rows outside a fold contain nothing to learn from.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are fewer rows, or groups of rows, than folds, or a fold cannot be evaluated.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public MultiLabelCrossValidationResult CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string? samplingKeyColumnName = null,
        int seed = 0,
        MultiLabelSplitMethod splitMethod = MultiLabelSplitMethod.Stratified,
        string? stratificationColumnName = null,
        char separator = LabelSetToVectorEstimator.DefaultSeparator,
        string scoreColumnName = "Score",
        string? probabilityColumnName = "Probability",
        string? predictedLabelColumnName = "PredictedLabel",
        string? exampleWeightColumnName = null,
        MultiLabelMetricOptions? options = null,
        int? numberOfThreads = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfFolds, 2);
        if (numberOfThreads is { } threads)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads, nameof(numberOfThreads));
        SplitSettings settings = Settings(splitMethod, stratificationColumnName ?? labelColumnName, separator, samplingKeyColumnName, seed);
        var columns = new EvaluationColumns(
            labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName, exampleWeightColumnName);
        RowFolds folds = MultiLabelSplitter.Split(Environment, data, numberOfFolds, _ => 1, settings, cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = numberOfThreads ?? -1, CancellationToken = cancellationToken };
        return MultiLabelCrossValidator.Run(Environment, data, estimator, folds, numberOfFolds, columns, options, parallel);
    }
}
