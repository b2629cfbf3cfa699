using MLNetLoss.Evaluation;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>
    /// Computes permutation feature importance: how much worse a measure becomes when the values of a feature are shuffled among the rows.
    /// The model need only score rows.
    /// </summary>
    /// <remarks>
    /// The model is applied to the data and evaluated once for each feature and permutation, so cache data that are slow to read
    /// (<c>ml.Data.Cache</c>), and of very many features permute only some. Features that carry the same information reduce each other's
    /// importance. The result depends on the seed, but neither on the number of threads nor on the choice of features.
    /// </remarks>
    /// <param name="model">The model, which turns the data into scored data, such as the last transformer of a trained chain.</param>
    /// <param name="data">The data that the model reads, with the features, and the labels for the measure; preferably not the training data.</param>
    /// <param name="metric">The measure; null for micro F1 of the column "Label".</param>
    /// <param name="featureColumnName">The features: a vector of Single of known size, dense or sparse.</param>
    /// <param name="permutationCount">The number of permutations of each feature, at least 1; intervals need 2.</param>
    /// <param name="seed">The random seed.</param>
    /// <param name="numberOfThreads">The most threads to use, at least 1; null for the number of processors.</param>
    /// <param name="features">The features to permute, from 0; null for all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The features, the most important first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or a number is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// One of <paramref name="features"/> does not exist or is listed twice; the model itself computes the features from other columns; or
    /// a value in a row is invalid.
    /// </exception>
    /// <exception cref="InvalidDataException">A target lies outside [0, 1]; the message names row and label.</exception>
    /// <exception cref="InvalidOperationException">There are no rows to evaluate.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public IReadOnlyList<FeatureImportance> PermutationFeatureImportance(
        ITransformer model,
        IDataView data,
        MultiLabelMetric? metric = null,
        string featureColumnName = "Features",
        int permutationCount = 10,
        int seed = 0,
        int? numberOfThreads = null,
        IReadOnlyCollection<int>? features = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(permutationCount);
        if (numberOfThreads is { } threads)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads, nameof(numberOfThreads));
        var settings = new PermutationSettings(featureColumnName, permutationCount, seed, numberOfThreads, features);
        return PermutationImportance.Compute(
            Environment, model, data, metric ?? new MultiLabelMetric("micro_f1"), settings, cancellationToken);
    }
}
