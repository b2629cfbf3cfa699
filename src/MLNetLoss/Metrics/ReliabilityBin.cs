namespace MLNetLoss.Metrics;

/// <summary>The cells whose probability lies in one bin, and their share of positives.</summary>
/// <param name="Lower">The bin's lower end, which belongs to it.</param>
/// <param name="Upper">Its upper end, which belongs to the next bin (to this one when it is 1).</param>
/// <param name="Weight">Weight of the cells; their number when rows weigh 1.</param>
/// <param name="MeanProbability">Their mean probability; NaN when there are none.</param>
/// <param name="PositiveRate">Their mean target; NaN when there are none.</param>
public readonly record struct ReliabilityBin(double Lower, double Upper, double Weight, double MeanProbability, double PositiveRate)
{
    /// <summary>
    /// The expected calibration error (Guo et al., 2017): the mean difference between probability and positive rate, weighted by the bins' cells.
    /// </summary>
    /// <param name="bins">The bins.</param>
    /// <returns>A value in [0, 1]; NaN without cells.</returns>
    public static double ExpectedCalibrationError(IReadOnlyList<ReliabilityBin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        double error = 0, weight = 0;
        foreach (ReliabilityBin bin in bins)
        {
            weight += bin.Weight;
            if (bin.Weight > 0)
                error += bin.Weight * Math.Abs(bin.MeanProbability - bin.PositiveRate);
        }

        return error / weight;
    }
}
