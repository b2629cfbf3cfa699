namespace MLNetLoss.Data.Splits;

/// <summary>
/// Moves and swaps units between folds while that brings them closer to their shares. Iterative stratification only looks at the rarest label
/// of a row, so it can leave a fold without a label that it should have, and folds of unequal size; this repairs both.
/// </summary>
internal static class FoldExchange
{
    /// <summary>Number of units tried for a swap before a pair of folds counts as finished.</summary>
    private const int Leavers = 4;
    private const double Least = 1e-9;

    // Far more than few units need; for many, FoldSweep leaves little to do. Both bound the time, in items visited.
    private const long RoundsOfWork = 50;
    private const long MostWork = 200_000_000;

    /// <summary>Improves a complete assignment deterministically.</summary>
    /// <param name="folds">The folds.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Improve(FoldBalance folds, CancellationToken cancellation = default)
    {
        Span<int> leavers = stackalloc int[Leavers];
        int pairs = folds.FoldCount * (folds.FoldCount - 1);
        long itemsPerUnit = 1 + (folds.Units.OccurrenceCount / Math.Max(1, folds.Units.Count));
        long budget = Math.Min(MostWork / itemsPerUnit, RoundsOfWork * 2 * folds.Units.Count * (folds.FoldCount - 1));

        // Goes round the pairs of folds until no exchange helps any of them.
        for (int pair = 0, idle = 0; idle < pairs && budget > 0; pair = (pair + 1) % pairs)
        {
            int from = pair / (folds.FoldCount - 1);
            int to = pair % (folds.FoldCount - 1);
            to += to >= from ? 1 : 0;
            idle++;
            while (budget > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                budget -= folds.Members(from).Length + folds.Members(to).Length;
                if (!TryImprove(folds, from, to, leavers))
                    break;
                idle = 0;
            }
        }
    }

    private static bool TryImprove(FoldBalance folds, int from, int to, Span<int> leavers)
    {
        (int mover, double moveGain) = Best(folds.Members(from), unit => folds.Gain(unit, to));
        if (moveGain > Least)
        {
            folds.Put(mover, to);
            return true;
        }

        foreach (int leaver in leavers[..Top(folds, from, to, leavers)])
        {
            (int partner, double swapGain) = Best(folds.Members(to), unit => folds.SwapGain(leaver, unit));
            if (swapGain > Least)
            {
                folds.Put(leaver, to);
                folds.Put(partner, from);
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the units whose items another fold needs most.</summary>
    private static int Top(FoldBalance folds, int from, int to, Span<int> units)
    {
        Span<double> gains = stackalloc double[units.Length];
        int count = 0;
        foreach (int unit in folds.Members(from))
        {
            double gain = folds.ItemGain(unit, to);
            int place = count;
            while (place > 0 && gains[place - 1] < gain)
                place--;
            if (place == units.Length)
                continue;
            count = Math.Min(count + 1, units.Length);
            gains[place..(count - 1)].CopyTo(gains[(place + 1)..]);
            units[place..(count - 1)].CopyTo(units[(place + 1)..]);
            gains[place] = gain;
            units[place] = unit;
        }

        return count;
    }

    private static (int Unit, double Gain) Best(ReadOnlySpan<int> units, Func<int, double> gain)
    {
        (int Unit, double Gain) best = (-1, double.NegativeInfinity);
        foreach (int unit in units)
        {
            double value = gain(unit);
            if (value > best.Gain)
                best = (unit, value);
        }

        return best;
    }
}
