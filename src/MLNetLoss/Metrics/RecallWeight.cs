namespace MLNetLoss.Metrics;

/// <summary>The weight of recall in F-beta.</summary>
internal static class RecallWeight
{
    // Far above what leaves precision any influence in a double, and far below what overflows when multiplied by counts.
    private const double Largest = 1e100;

    /// <summary>The square of beta, kept finite.</summary>
    public static double Of(double beta) => Math.Min(beta * beta, Largest);
}
