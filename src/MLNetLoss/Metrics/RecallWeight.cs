namespace MLNetLoss.Metrics;

/// <summary>What F-beta weighs recall with.</summary>
internal static class RecallWeight
{
    // Far beyond what lets precision count in a double, and far below what overflows when multiplied with counts.
    private const double Largest = 1e100;

    /// <summary>The square of beta, kept finite.</summary>
    public static double Of(double beta) => Math.Min(beta * beta, Largest);
}
