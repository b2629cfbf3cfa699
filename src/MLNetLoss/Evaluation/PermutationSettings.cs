namespace MLNetLoss.Evaluation;

/// <summary>How features are permuted.</summary>
/// <param name="FeatureColumnName">The column of features.</param>
/// <param name="PermutationCount">Number of permutations of each feature, at least 1.</param>
/// <param name="Seed">The random seed.</param>
/// <param name="NumberOfThreads">The most threads to use; null for one per processor.</param>
/// <param name="Features">The features to permute; null for all.</param>
internal sealed record PermutationSettings(
    string FeatureColumnName, int PermutationCount, int Seed, int? NumberOfThreads, IReadOnlyCollection<int>? Features)
{
    /// <summary>Chooses the features to permute.</summary>
    /// <param name="count">D, the number of features.</param>
    /// <exception cref="ArgumentException">A feature is not one of the D, or is listed twice.</exception>
    public int[] Choose(int count)
    {
        int[] features = Features is null ? [.. Enumerable.Range(0, count)] : [.. Features];
        var seen = new HashSet<int>();
        foreach (int feature in features)
        {
            if ((uint)feature >= (uint)count)
                throw new ArgumentException(FormattableString.Invariant($"There is no feature {feature}; the data have features 0 to {count - 1}."));
            if (!seen.Add(feature))
                throw new ArgumentException($"Feature {feature} is asked for twice.");
        }

        return features;
    }
}
