using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>
/// Confidence interval of a label's F1. F1 is 2J / (1 + J) of the Jaccard index J = TP / (TP + FP + FN), a proportion of cells with Wilson's
/// interval (1927). Its ends are mapped the same way, so they stay within [0, 1], and the interval is valid for rare labels too.
/// </summary>
internal static class LabelInterval
{
    // The 97.5th percentile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of a label's F1.</summary>
    /// <param name="counts">The label's counts.</param>
    /// <returns>The ends; 0 and 1 without positive or predicted rows.</returns>
    public static (double Lower, double Upper) OfF1(ConfusionCounts counts)
    {
        double n = counts.TruePositives + counts.FalsePositives + counts.FalseNegatives;
        if (n <= 0)
            return (0, 1);
        double share = counts.TruePositives / n;
        double middle = share + (Z * Z / (2 * n));
        double half = Z * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4 * n * n)));
        double scale = 1 + (Z * Z / n);
        return (F1(Math.Max(0, (middle - half) / scale)), F1(Math.Min(1, (middle + half) / scale)));
    }

    private static double F1(double jaccard) => 2 * jaccard / (1 + jaccard);
}
