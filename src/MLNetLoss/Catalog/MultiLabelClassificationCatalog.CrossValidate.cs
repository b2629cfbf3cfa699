using MLNetLoss.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Transforms;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>
    /// Cross-validation: for each fold, trains on all others, scores the fold's rows and evaluates them. By default every fold has every
    /// label in its proportion.
    /// </summary>
    /// <remarks>
    /// The labels are read once to make the folds; then each fold is a lazy view of the data, in the data's order, that keeps row ids, shuffling
    /// and parallel cursors. The data must give the same rows each time they are read; what is slow to read should be cached
    /// (<c>ml.Data.Cache</c>). Where the labels are made inside <paramref name="estimator"/>, by <c>MapLabelSetToVector("Label", "Tags")</c>
    /// for instance, the data have no column "Label" yet: say <c>stratificationColumnName: "Tags"</c>. Each fold's model then knows the
    /// labels of its own training rows only.
    /// </remarks>
    /// <param name="data">The data.</param>
    /// <param name="estimator">What is trained: a pipeline that ends with a multi-label trainer.</param>
    /// <param name="numberOfFolds">The number of folds, at least 2.</param>
    /// <param name="labelColumnName">The targets in the scored data; see <see cref="Evaluate"/>.</param>
    /// <param name="samplingKeyColumnName">
    /// A column of text, keys or numbers: rows of equal value are in the same fold. Null when each row stands for itself.
    /// </param>
    /// <param name="seed">The seed: the same gives the same folds, on every machine.</param>
    /// <param name="splitMethod">How rows are dealt out.</param>
    /// <param name="stratificationColumnName">
    /// The labels in <paramref name="data"/>, for the folds: a label column as <see cref="Evaluate"/> takes it, a vector of text, or text with
    /// separators. Null when it is <paramref name="labelColumnName"/>.
    /// </param>
    /// <param name="separator">What stands between the labels where that column is text.</param>
    /// <param name="scoreColumnName">The scores; see <see cref="Evaluate"/>.</param>
    /// <param name="probabilityColumnName">The probabilities; null for the sigmoid of the scores.</param>
    /// <param name="predictedLabelColumnName">The predicted labels; null to predict by the options' thresholds.</param>
    /// <param name="exampleWeightColumnName">The rows' weights in the evaluation; null when every row weighs 1.</param>
    /// <param name="options">Definitions; null for the defaults.</param>
    /// <param name="numberOfThreads">How many folds are worked on at once, at least 1; null for as many as there are processors.</param>
    /// <param name="cancellationToken">Stops the work, training included as soon as it reads another row.</param>
    /// <returns>Per fold the model, the scored hold-out set and its measures; and every measure over the folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type; a number is out of its range.</exception>
    /// <exception cref="ArgumentException">A value of a row is not what it should be; the message names row and label.</exception>
    /// <exception cref="InvalidDataException">
    /// A target lies outside [0, 1], the message names row and label; or outside a fold there is nothing to learn from.
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
