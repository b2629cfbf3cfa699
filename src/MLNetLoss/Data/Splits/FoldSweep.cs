using MLNetLoss.Numerics;

namespace MLNetLoss.Data.Splits;

/// <summary>
/// Brings folds of many units close to their shares before <see cref="FoldExchange"/>, which searches a whole fold for its best unit and takes
/// too long where there are many. Here each unit in turn moves, or changes places with the best of a few drawn from another fold, if that helps
/// at all.
/// </summary>
internal static class FoldSweep
{
    /// <summary>Below this many units the exchange alone is fast.</summary>
    public const int ManyUnits = 20_000;

    private const int Sweeps = 10;
    private const int Partners = 6;
    private const double Least = 1e-9;

    // A sweep that changes fewer than one unit in this many is the last.
    private const int Rest = 100;

    /// <summary>Improves a complete assignment.</summary>
    /// <param name="folds">The folds.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Improve(FoldBalance folds, int seed, CancellationToken cancellation = default)
    {
        var random = new SplitMix((uint)seed);
        int changes = folds.Units.Count;
        for (int sweep = 0; sweep < Sweeps && changes > folds.Units.Count / Rest; sweep++)
        {
            changes = 0;
            for (int unit = 0; unit < folds.Units.Count; unit++)
            {
                cancellation.ThrowIfCancellationRequested();
                changes += TryImprove(folds, unit, ref random) ? 1 : 0;
            }
        }
    }

    private static bool TryImprove(FoldBalance folds, int unit, ref SplitMix random)
    {
        int from = folds.FoldOf[unit], neediest = -1, best = -1;
        double need = double.NegativeInfinity, most = Least;
        for (int to = 0; to < folds.FoldCount; to++)
        {
            if (to == from)
                continue;
            double gain = folds.ItemGain(unit, to);
            if (gain > need)
                (need, neediest) = (gain, to);
            gain += folds.RowGain(unit, to);
            if (gain > most)
                (most, best) = (gain, to);
        }

        if (best >= 0)
        {
            folds.Put(unit, best);
            return true;
        }

        int partner = -1;
        ReadOnlySpan<int> members = folds.Members(neediest);
        for (int draw = 0; draw < Partners && members.Length > 0; draw++)
        {
            int other = members[random.Below(members.Length)];
            double gain = folds.SwapGain(unit, other);
            if (gain > most)
                (most, partner) = (gain, other);
        }

        if (partner < 0)
            return false;
        folds.Put(unit, neediest);
        folds.Put(partner, from);
        return true;
    }
}
