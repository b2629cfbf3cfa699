using MLNetLoss.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Interop;
using MLNetLoss.Transforms;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>
    /// Splits data into a training set and a test set. By default both have every label in its proportion; a label whose expected number of
    /// rows in the test set is below one may be absent there.
    /// </summary>
    /// <remarks>
    /// The labels are read once. Each part is a lazy view of the data, in the data's order, that keeps row ids, shuffling and parallel
    /// cursors. The data must give the same rows each time they are read.
    /// </remarks>
    /// <param name="data">The data.</param>
    /// <param name="testFraction">The fraction of the rows in the test set, above 0 and below 1.</param>
    /// <param name="labelColumnName">
    /// The column to stratify by: a label column as <see cref="Evaluate"/> takes it, a vector of text, or text with separators.
    /// </param>
    /// <param name="samplingKeyColumnName">
    /// A column of text, keys or numbers; rows with equal values are put into the same part. Null if rows are independent.
    /// </param>
    /// <param name="seed">The seed; the same seed gives the same parts on every machine.</param>
    /// <param name="splitMethod">How rows are assigned to parts.</param>
    /// <param name="separator">The separator of the labels if that column is text.</param>
    /// <param name="cancellationToken">Stops the reading of the labels.</param>
    /// <returns>The training set and the test set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or the fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two rows, or groups of rows.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public DataOperationsCatalog.TrainTestData TrainTestSplit(
        IDataView data,
        double testFraction = 0.1,
        string labelColumnName = "Label",
        string? samplingKeyColumnName = null,
        int seed = 0,
        MultiLabelSplitMethod splitMethod = MultiLabelSplitMethod.Stratified,
        char separator = LabelSetToVectorEstimator.DefaultSeparator,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "The share of the test rows is between 0 and 1.");
        SplitSettings settings = Settings(splitMethod, labelColumnName, separator, samplingKeyColumnName, seed);
        RowFolds folds = MultiLabelSplitter.Split(
            Environment, data, 2, part => part == 0 ? testFraction : 1 - testFraction, settings, cancellationToken);
        return TrainTestParts.Create(new FoldView(data, folds, 0, isComplement: true), new FoldView(data, folds, 0, isComplement: false));
    }

    /// <summary>
    /// Splits data into folds, and gives for each fold the rows of all others to train on and its own to test on.
    /// <see cref="CrossValidate"/> also trains and evaluates.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="numberOfFolds">The number of folds, at least 2.</param>
    /// <param name="labelColumnName">The column to stratify by; see <see cref="TrainTestSplit"/>.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values keep rows in the same fold; null for none.</param>
    /// <param name="seed">The seed; the same seed gives the same folds on every machine.</param>
    /// <param name="splitMethod">How rows are assigned to parts.</param>
    /// <param name="separator">The separator of the labels if that column is text.</param>
    /// <param name="cancellationToken">Stops the reading of the labels.</param>
    /// <returns>One pair per fold.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or the number of folds is below 2.</exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are fewer rows, or groups of rows, than folds.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<DataOperationsCatalog.TrainTestData> CrossValidationSplit(
        IDataView data,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string? samplingKeyColumnName = null,
        int seed = 0,
        MultiLabelSplitMethod splitMethod = MultiLabelSplitMethod.Stratified,
        char separator = LabelSetToVectorEstimator.DefaultSeparator,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfFolds, 2);
        SplitSettings settings = Settings(splitMethod, labelColumnName, separator, samplingKeyColumnName, seed);
        RowFolds folds = MultiLabelSplitter.Split(Environment, data, numberOfFolds, _ => 1, settings, cancellationToken);
        return
        [
            .. Enumerable.Range(0, numberOfFolds).Select(fold => TrainTestParts.Create(
                new FoldView(data, folds, fold, isComplement: true), new FoldView(data, folds, fold, isComplement: false))),
        ];
    }

    private static SplitSettings Settings(
        MultiLabelSplitMethod method, string labelColumnName, char separator, string? samplingKeyColumnName, int seed)
    {
        if (!Enum.IsDefined(method))
            throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such way to split.");
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        return new SplitSettings(method, labelColumnName, separator, samplingKeyColumnName, seed);
    }
}
