using MLNetLoss.Numerics;

namespace MLNetLoss.Data.Splits;

/// <summary>
/// Gives folds the labels they lack where no single move or swap can: a walk that takes the best step for one missing label at a time,
/// even one that costs another label, but lets a unit that moved rest for a while (tabu search; Glover, 1986). The best folds it came by
/// are kept.
/// </summary>
/// <remarks>
/// There may be no folds that lack nothing: of three rows that each have two of three labels, two folds cannot both have all three, though
/// every label has two rows. To tell whether there are is as hard as colouring a hypergraph, so the walk ends after a fixed amount of work.
/// </remarks>
internal static class FoldRepair
{
    private const int StepsPerMissing = 1000;
    private const long WorkPerUnit = 4000;
    private const int ShortestRest = 5;

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
        var freeAt = new int[folds.Units.Count];
        long work = WorkPerUnit * folds.Units.Count;
        for (int step = 0, steps = StepsPerMissing * fewest; step < steps && fewest > 0 && work > 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int item, int fold) = folds.Missing[random.Below(folds.Missing.Count)];
            int[] units = item == folds.Units.ItemCount ? all : unitsOf[item];
            (int unit, int partner) = BestStep(folds, units, fold, freeAt, step, ref work);
            if (unit < 0)
                continue;
            int from = folds.FoldOf[unit];
            folds.Put(unit, fold);
            freeAt[unit] = step + ShortestRest + random.Below(ShortestRest);
            if (partner >= 0)
            {
                folds.Put(partner, from);
                freeAt[partner] = step + ShortestRest + random.Below(ShortestRest);
            }

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

    /// <summary>The step that brings one of some units into a fold at the least cost; a partner of -1 leaves in exchange for it.</summary>
    private static (int Unit, int Partner) BestStep(
        FoldBalance folds, int[] units, int fold, int[] freeAt, int step, ref long work)
    {
        (int Unit, int Partner) best = (-1, -1);
        double most = double.NegativeInfinity;
        foreach (int unit in units)
        {
            if (freeAt[unit] > step)
                continue;
            work -= 1 + folds.Members(fold).Length;
            double gain = folds.Gain(unit, fold);
            if (gain > most)
                (most, best) = (gain, (unit, -1));
            foreach (int partner in folds.Members(fold))
            {
                if (freeAt[partner] > step)
                    continue;
                gain = folds.SwapGain(unit, partner);
                if (gain > most)
                    (most, best) = (gain, (unit, partner));
            }
        }

        return best;
    }
}
