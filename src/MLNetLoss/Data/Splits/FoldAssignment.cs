namespace MLNetLoss.Data.Splits;

/// <summary>
/// Assigns units to folds: by iterative stratification, then by exchanges (for many units, coarser ones first), by a random walk where labels
/// are still missing, and finally by moves that even out the sizes.
/// </summary>
internal static class FoldAssignment
{
    /// <summary>Assigns units.</summary>
    /// <param name="units">The units; without items the split is purely random.</param>
    /// <param name="shares">The folds' shares of the rows, in any scale.</param>
    /// <param name="seed">The seed; equal seeds give equal folds on every machine.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The folds; <see cref="FoldBalance.Missing"/> lists the labels that folds lack.</returns>
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
