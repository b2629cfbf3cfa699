using MLNetLoss.Numerics;

namespace MLNetLoss.Data.Splits;

/// <summary>
/// Gives folds the labels they lack where no single move or swap can: a walk of single moves, each the best for a randomly drawn missing label,
/// even if it costs another label. For a while the unit may not move back, and now and then a step is random, so that the walk does not cycle
/// (min-conflicts with a tabu list, as in Hertz and de Werra's graph colouring, 1987: a fold is a colour, and the rows of a label that has no row
/// to spare must differ). The best folds found are kept; balance is left to the exchange that follows.
/// </summary>
/// <remarks>
/// A split in which no fold lacks a label need not exist: of three rows that each have two of three labels, two folds cannot both have all three,
/// though every label has two rows. Deciding whether one exists is as hard as colouring a hypergraph, so the walk ends after a fixed amount of
/// work. Moves suffice, at a hundredth of the work of swaps, which look at a whole fold.
/// </remarks>
internal static class FoldRepair
{
    // In items visited. The more units, the longer a walk takes to succeed; the last bounds the time to a few seconds.
    private const long LeastWorkPerUnit = 20_000;
    private const long WorkPerPairOfUnits = 300;
    private const long MostWork = 300_000_000;

    // Steps that cost equally many labels count as equal: preferring the better balanced one would make the walk cycle.
    private const double Rounding = 1e5;

    private const int LongestRest = 10;
    private const double RestPerMissing = 0.05;
    private const int StepsPerRandomStep = 300;

    /// <summary>Repairs a complete assignment.</summary>
    /// <param name="folds">The folds.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Repair(FoldBalance folds, int seed, CancellationToken cancellation = default)
    {
        int fewest = folds.Missing.Count;
        if (fewest == 0)
            return;
        var random = new SplitMix((uint)seed);
        int[] best = [.. folds.FoldOf];
        int[] all = [.. Enumerable.Range(0, folds.Units.Count)];
        int[][] unitsOf = folds.Units.UnitsByItem(all);
        // For each unit and fold, the step from which the unit may move back there.
        var freeAt = new long[folds.Units.Count * folds.FoldCount];
        long count = folds.Units.Count, work = Math.Min(MostWork, count * Math.Max(LeastWorkPerUnit, WorkPerPairOfUnits * count));
        for (long step = 0; fewest > 0 && work > 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int item, int fold) = folds.Missing[random.Below(folds.Missing.Count)];
            int[] units = item == folds.Units.ItemCount ? all : unitsOf[item];
            int unit = random.Below(StepsPerRandomStep) == 0
                ? units[random.Below(units.Length)]
                : Best(folds, units, fold, freeAt, step, ref random);
            foreach (int each in units)
                work -= 1 + folds.Units.Items(each).Length;
            if (unit < 0)
                continue;
            freeAt[(unit * folds.FoldCount) + folds.FoldOf[unit]] =
                step + 1 + random.Below(LongestRest) + (long)(RestPerMissing * folds.Missing.Count);
            folds.Put(unit, fold);
            if (folds.Missing.Count < fewest)
            {
                fewest = folds.Missing.Count;
                folds.FoldOf.CopyTo(best, 0);
            }
        }

        for (int unit = 0; unit < best.Length; unit++)
        {
            if (folds.FoldOf[unit] != best[unit])
                folds.Put(unit, best[unit]);
        }
    }

    /// <summary>One of the units whose move into a fold costs least, among those that may move there; -1 when none may.</summary>
    private static int Best(FoldBalance folds, int[] units, int fold, long[] freeAt, long step, ref SplitMix random)
    {
        int best = -1, ties = 0;
        double most = double.NegativeInfinity;
        foreach (int unit in units)
        {
            if (freeAt[(unit * folds.FoldCount) + fold] > step)
                continue;
            double gain = Math.Round(folds.Gain(unit, fold) / Rounding);
            if (gain > most)
                (most, best, ties) = (gain, unit, 1);
            else if (gain == most && random.Below(++ties) == 0)
                best = unit;
        }

        return best;
    }
}
