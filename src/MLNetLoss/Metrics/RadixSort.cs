namespace MLNetLoss.Metrics;

/// <summary>Sorts by the upper half of 64-bit items, eleven bits at a time; the lower half travels along, equal keys keep their order.</summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Buckets = 1 << Bits;
    private const int Passes = 3;

    /// <summary>Sorts ascending by the upper 32 bits.</summary>
    /// <param name="items">The items.</param>
    /// <param name="scratch">At least as many places; what was in them is lost.</param>
    /// <returns>The one of the two that holds the sorted items, cut to their number.</returns>
    public static Span<ulong> Sort(Span<ulong> items, Span<ulong> scratch)
    {
        scratch = scratch[..items.Length];
        Span<int> counts = stackalloc int[Passes * Buckets];
        counts.Clear();
        foreach (ulong item in items)
        {
            counts[Digit(item, 0)]++;
            counts[Buckets + Digit(item, 1)]++;
            counts[(2 * Buckets) + Digit(item, 2)]++;
        }

        for (int pass = 0; pass < Passes; pass++)
        {
            Span<int> starts = counts.Slice(pass * Buckets, Buckets);
            // A digit that all items share moves nothing.
            if (items.IsEmpty || starts[Digit(items[0], pass)] == items.Length)
                continue;
            int next = 0;
            foreach (ref int start in starts)
                (start, next) = (next, next + start);
            foreach (ulong item in items)
                scratch[starts[Digit(item, pass)]++] = item;
            Span<ulong> swap = items;
            items = scratch;
            scratch = swap;
        }

        return items;
    }

    private static int Digit(ulong item, int pass) => (int)(item >> (32 + (pass * Bits))) & (Buckets - 1);
}
