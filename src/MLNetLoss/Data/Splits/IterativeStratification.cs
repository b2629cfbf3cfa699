using MLNetLoss.Numerics;

namespace MLNetLoss.Data.Splits;

/// <summary>
/// Iterative stratification (Sechidis, Tsoumakas and Vlahavas, "On the stratification of multi-label data", 2011): the rows of the
/// rarest label are assigned first, each to the fold that lacks most of that label, then to the one that lacks most rows, else at random.
/// </summary>
internal static class IterativeStratification
{
    /// <summary>Puts every unit into a fold. Without items this is a purely random split.</summary>
    /// <param name="folds">Folds without units.</param>
    /// <param name="seed">The seed; it orders the units and breaks ties.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Assign(FoldBalance folds, int seed, CancellationToken cancellation = default)
    {
        var random = new SplitMix((uint)seed);
        SplitUnits units = folds.Units;
        int[] order = Order(units, ref random);
        int[][] unitsOf = units.UnitsByItem(order);
        int[] remaining = units.Totals[..units.ItemCount];
        var rarest = new PriorityQueue<int, (int Remaining, int Item)>();
        for (int item = 0; item < remaining.Length; item++)
            rarest.Enqueue(item, (remaining[item], item));

        // An item is in the queue once for each count it has had; only the entry with its present count is used.
        while (rarest.TryDequeue(out int item, out (int Remaining, int) priority))
        {
            cancellation.ThrowIfCancellationRequested();
            if (remaining[item] == 0 || remaining[item] != priority.Remaining)
                continue;
            foreach (int unit in unitsOf[item])
            {
                if (folds.FoldOf[unit] != FoldBalance.None)
                    continue;
                folds.Put(unit, Neediest(folds, item, ref random));
                ReadOnlySpan<int> items = units.Items(unit), times = units.Times(unit);
                for (int i = 0; i < items.Length; i++)
                {
                    remaining[items[i]] -= times[i];
                    if (items[i] != item && remaining[items[i]] > 0)
                        rarest.Enqueue(items[i], (remaining[items[i]], items[i]));
                }
            }
        }

        foreach (int unit in order)
        {
            if (folds.FoldOf[unit] == FoldBalance.None)
                folds.Put(unit, Neediest(folds, units.ItemCount, ref random));
        }
    }

    /// <summary>The fold that lacks most of an item, then most rows, else one of those at random.</summary>
    private static int Neediest(FoldBalance folds, int item, ref SplitMix random)
    {
        int best = 0, ties = 0;
        for (int fold = 0; fold < folds.FoldCount; fold++)
        {
            int order = Compare(folds, item, fold, best);
            if (order > 0)
                (best, ties) = (fold, 1);
            else if (order == 0)
                ties++;
        }

        int first = best;
        for (int chosen = ties == 1 ? 0 : random.Below(ties); chosen > 0; chosen--)
        {
            do
                best++;
            while (Compare(folds, item, best, first) != 0);
        }

        return best;
    }

    private static int Compare(FoldBalance folds, int item, int fold, int other)
    {
        int order = folds.Lack(item, fold).CompareTo(folds.Lack(item, other));
        return order != 0 ? order : folds.Lack(folds.Units.ItemCount, fold).CompareTo(folds.Lack(folds.Units.ItemCount, other));
    }

    /// <summary>The units in random order, but large groups before small ones, which can then fill the gaps.</summary>
    private static int[] Order(SplitUnits units, ref SplitMix random)
    {
        int[] order = [.. Enumerable.Range(0, units.Count)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return [.. order.OrderByDescending(units.Rows)];
    }
}
