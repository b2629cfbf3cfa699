using MLNetLoss.Evaluation;

namespace Microsoft.ML;

public sealed partial class MultiLabelClassificationCatalog
{
    /// <summary>
    /// What each feature is worth to a model: by how much a measure gets worse when the feature's values are dealt out to the rows at
    /// random. It asks nothing of the model but that it scores rows.
    /// </summary>
    /// <remarks>
    /// The model is applied to the data and evaluated once for each feature and permutation, so data that are slow to read should be
    /// cached (<c>ml.Data.Cache</c>), and of very many features only some asked for. Features that tell the same take each other's
    /// importance away. The result is the same for a seed, whatever the number of threads and the choice of features.
    /// </remarks>
    /// <param name="model">The model: what turns the data into scored data, such as the last transformer of a trained chain.</param>
    /// <param name="data">What the model reads: the features, and the labels for the measure. Better not the training data.</param>
    /// <param name="metric">The measure; null for micro F1 of the column "Label".</param>
    /// <param name="featureColumnName">The features: a vector of Single of known size, dense or sparse.</param>
    /// <param name="permutationCount">How often each feature is permuted, at least 1; intervals need 2.</param>
    /// <param name="seed">The seed of the randomness.</param>
    /// <param name="numberOfThreads">At most so many at once; null for as many as there are processors.</param>
    /// <param name="features">The features to permute, from 0; null for all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The features, the most important first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type; a number is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// One of <paramref name="features"/> is none of the data's, or asked for twice; the model computes the features itself, from other columns;
    /// or a value of a row is not what it should be.
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
