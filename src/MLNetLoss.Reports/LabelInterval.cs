using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>
/// How sure a label's F1 is. F1 is 2J / (1 + J) of the Jaccard index J = TP / (TP + FP + FN), a share of cells, whose interval is
/// Wilson's (1927); the ends are mapped the same way, which never leaves [0, 1] and holds for rare labels too.
/// </summary>
internal static class LabelInterval
{
    // The 97.5th percentile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of a label's F1.</summary>
    /// <param name="counts">The label's counts.</param>
    /// <returns>The ends; 0 and 1 when nothing was observed.</returns>
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
