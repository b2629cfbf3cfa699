namespace MLNetLoss.Data.Splits;

/// <summary>
/// Deals units out to folds: by iterative stratification first, then by exchange (of many units a coarser one before), by a walk where labels are
/// still missing, and by moves that make the sizes even where something still kept them from it.
/// </summary>
internal static class FoldAssignment
{
    /// <summary>Deals units out.</summary>
    /// <param name="units">The units; without items the split is a plain random one.</param>
    /// <param name="shares">The folds' shares of the rows, in any scale.</param>
    /// <param name="seed">The seed: the same gives the same folds, on every machine.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The folds; of those it could not give a label they should have, <see cref="FoldBalance.Missing"/> tells.</returns>
    public static FoldBalance Assign(SplitUnits units, ReadOnlySpan<double> shares, int seed, CancellationToken cancellation = default)
    {
        var folds = new FoldBalance(units, shares);
        IterativeStratification.Assign(folds, seed, cancellation);
        if (units.Count >= FoldSweep.ManyUnits)
            FoldSweep.Improve(folds, seed, cancellation);
        FoldExchange.Improve(folds, cancellation);
        FoldRepair.Repair(folds, seed, cancellation);
        folds.ShareByRows();
        FoldExchange.Improve(folds, cancellation);
        FoldSizes.Even(folds, cancellation);
        return folds;
    }
}
