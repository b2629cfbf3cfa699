namespace MLNetLoss.Evaluation;

/// <summary>
/// The importance of a feature to a model: how much worse a measure gets when the feature's values are shuffled among the rows.
/// </summary>
/// <param name="Index">The feature, from 0.</param>
/// <param name="Name">Its name; null where the feature column has none.</param>
/// <param name="Mean">The mean loss over the permutations, positive when the feature helps, whatever the measure's direction.</param>
/// <param name="StandardDeviation">The standard deviation over the permutations; 0 for a constant feature.</param>
/// <param name="Lower">Lower end of the 95 % confidence interval of the mean (Student's t); NaN for one permutation.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct FeatureImportance(
    int Index, string? Name, double Mean, double StandardDeviation, double Lower, double Upper)
{
    /// <summary>Summarises the losses of the permutations.</summary>
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
