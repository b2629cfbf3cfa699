namespace MLNetLoss.Evaluation;

/// <summary>
/// What a feature is worth to a model: by how much a measure gets worse when the feature's values are dealt out to the rows at random.
/// </summary>
/// <param name="Index">The feature, from 0.</param>
/// <param name="Name">Its name; null where the feature column has none.</param>
/// <param name="Mean">The mean loss over the permutations: positive when the feature helps, whatever the measure's direction.</param>
/// <param name="StandardDeviation">The standard deviation over the permutations; 0 where there was nothing to permute.</param>
/// <param name="Lower">Lower end of the interval that holds the mean with 95 % confidence (Student's t); NaN for one permutation.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct FeatureImportance(
    int Index, string? Name, double Mean, double StandardDeviation, double Lower, double Upper)
{
    /// <summary>From the losses of single permutations.</summary>
    internal static FeatureImportance Of(int index, string? name, ReadOnlySpan<double> losses)
    {
        double mean = 0;
        foreach (double loss in losses)
            mean += loss / losses.Length;
        double squares = 0;
        foreach (double loss in losses)
            squares += (loss - mean) * (loss - mean);
        if (losses.Length == 1)
            return new(index, name, mean, double.NaN, double.NaN, double.NaN);
        double deviation = Math.Sqrt(squares / (losses.Length - 1));
        double half = StudentT.Quantile975(losses.Length - 1) * deviation / Math.Sqrt(losses.Length);
        return new(index, name, mean, deviation, mean - half, mean + half);
    }
}
