namespace MLNetLoss.Metrics;

/// <summary>
/// Inverse propensities: how much more a hit on a rare label counts, since rare labels are the more likely to be missing from the ground truth
/// (Jain, Prabhu and Varma, 2016, "Extreme multi-label loss functions for recommendation, tagging, ranking and other missing label
/// applications").
/// </summary>
public static class InversePropensity
{
    /// <summary>The default of A, for most data sets.</summary>
    public const double DefaultA = 0.55;

    /// <summary>The default of B, for most data sets.</summary>
    public const double DefaultB = 1.5;

    /// <summary>
    /// Computes 1 + C (n + B)^-A per label, where n is the number of training rows that have it and C = (ln N - 1)(B + 1)^A.
    /// </summary>
    /// <param name="labelCounts">Number of training rows that have each label.</param>
    /// <param name="rowCount">N, the number of training rows, at least 1.</param>
    /// <param name="a">A; 0.5 for Wikipedia, 0.6 for Amazon, 0.55 elsewhere.</param>
    /// <param name="b">B; 0.4 for Wikipedia, 2.6 for Amazon, 1.5 elsewhere.</param>
    /// <returns>One inverse propensity per label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or above the number of rows, or there are no rows.</exception>
    public static double[] FromCounts(IReadOnlyList<long> labelCounts, long rowCount, double a = DefaultA, double b = DefaultB)
    {
        ArgumentNullException.ThrowIfNull(labelCounts);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        double c = (Math.Log(rowCount) - 1) * Math.Pow(b + 1, a);
        var inverse = new double[labelCounts.Count];
        for (int label = 0; label < inverse.Length; label++)
        {
            long count = labelCounts[label];
            if (count < 0 || count > rowCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labelCounts), count, FormattableString.Invariant($"Label {label} is counted {count} times in {rowCount} rows."));
            }

            inverse[label] = 1 + (c * Math.Pow(count + b, -a));
        }

        return inverse;
    }
}
