namespace MLNetLoss.Tests;

/// <summary>Counts what a piece of work allocates.</summary>
internal static class Allocations
{
    private const int Tries = 5;

    /// <summary>
    /// The least that several runs of a piece of work say they allocated on this thread. What the work allocates it allocates in each run; what
    /// the runtime allocates on its account, for a method met for the first time, it allocates in one.
    /// </summary>
    /// <param name="work">Does the work and gives the bytes allocated by it.</param>
    public static long Least(Func<long> work)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Tries && least != 0; i++)
            least = Math.Min(least, work());
        return least;
    }
}
