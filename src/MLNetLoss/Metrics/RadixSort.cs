using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Stable radix sort of 64-bit items by the key in their upper half.</summary>
internal static class RadixSort
{
    private const int MostBits = 11;
    private const int MostPasses = 3;

    /// <summary>Sorts ascending by the upper 32 bits, or by those of them that may differ.</summary>
    /// <param name="items">The items.</param>
    /// <param name="scratch">At least as many places; their contents are overwritten.</param>
    /// <param name="keyBits">Number of bits, from bit 32 up, that may differ.</param>
    /// <returns>Whichever of the two holds the sorted items, cut to their number.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Span<ulong> Sort(Span<ulong> items, Span<ulong> scratch, int keyBits = 32)
    {
        if (items.IsEmpty)
            return items;
        scratch = scratch[..items.Length];
        int passes = (keyBits + MostBits - 1) / MostBits, bits = (keyBits + passes - 1) / passes, buckets = 1 << bits;
        Span<int> counts = stackalloc int[MostPasses << MostBits];
        counts = counts[..(passes << bits)];
        counts.Clear();
        foreach (ulong item in items)
        {
            counts[Digit(item, 0, buckets - 1)]++;
            counts[(1 << bits) + Digit(item, bits, buckets - 1)]++;
            if (passes > 2)
                counts[(2 << bits) + Digit(item, 2 * bits, buckets - 1)]++;
        }

        for (int pass = 0; pass < passes; pass++)
        {
            int shift = pass * bits;
            Span<int> starts = counts.Slice(pass << bits, buckets);
            // A digit that all items share changes nothing.
            if (starts[Digit(items[0], shift, buckets - 1)] == items.Length)
                continue;
            int next = 0;
            foreach (ref int start in starts)
                (start, next) = (next, next + start);
            foreach (ulong item in items)
                scratch[starts[Digit(item, shift, buckets - 1)]++] = item;
            Span<ulong> swap = items;
            items = scratch;
            scratch = swap;
        }

        return items;
    }

    private static int Digit(ulong item, int shift, int mask) => (int)(item >> (32 + shift)) & mask;
}
