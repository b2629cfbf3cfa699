namespace MLNetLoss.Evaluation;

/// <summary>Quantiles of Student's t distribution for 95 % intervals.</summary>
internal static class StudentT
{
    private const double Normal = 1.959963984540054;

    // The first entries of the printed table, for which the expansion below is not accurate enough.
    private static readonly double[] s_few =
        [12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135];

    /// <summary>The value that a t variable exceeds with probability 0.025.</summary>
    /// <param name="degreesOfFreedom">At least 1.</param>
    /// <returns>The quantile, to 1e-4.</returns>
    public static double Quantile975(int degreesOfFreedom)
    {
        if (degreesOfFreedom <= s_few.Length)
            return s_few[degreesOfFreedom - 1];

        // Cornish and Fisher's expansion about the normal quantile (Abramowitz and Stegun 26.7.5).
        double n = degreesOfFreedom;
        double z = Normal;
        double z2 = z * z;
        double g1 = z * (z2 + 1) / 4;
        double g2 = z * ((((5 * z2) + 16) * z2) + 3) / 96;
        double g3 = z * ((((((3 * z2) + 19) * z2) + 17) * z2) - 15) / 384;
        double g4 = z * ((((((((79 * z2) + 776) * z2) + 1482) * z2) - 1920) * z2) - 945) / 92160;
        return z + ((g1 + ((g2 + ((g3 + (g4 / n)) / n)) / n)) / n);
    }
}
