namespace MLNetLoss.Losses.Kernels;

/// <summary>
/// Eight accumulators in memory. Element i of a block goes to accumulator i mod 8, whatever the width of the vectors, so that every width gives
/// the same bits.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>The number of lanes, that of the widest vector of doubles.</summary>
    public const int Count = 8;

    /// <summary>Their sum, in a fixed order.</summary>
    public static double Total(double* lanes) =>
        lanes[0] + lanes[4] + (lanes[2] + lanes[6]) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));
}
