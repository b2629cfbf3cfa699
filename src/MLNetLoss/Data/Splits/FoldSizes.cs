namespace MLNetLoss.Data.Splits;

/// <summary>
/// Makes the sizes of folds as even as units allow. The exchange weighs a row against the labels that move with it, of which second-order
/// stratification counts a hundred a row, and then ends, or runs out of work, a row or two short of it.
/// </summary>
internal static class FoldSizes
{
    // No size is worth a label that a fold would lack or, if it is rare, have twice.
    private const double Dearest = -100_000;

    private const double Least = 1e-9;

    /// <summary>Moves units from folds too large to folds too small, each the one that costs the labels' proportions least.</summary>
    /// <param name="folds">The folds.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Even(FoldBalance folds, CancellationToken cancellation = default)
    {
        int rows = folds.Units.ItemCount, mover;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            int from = 0, to = 0;
            for (int fold = 1; fold < folds.FoldCount; fold++)
            {
                from = folds.Lack(rows, fold) < folds.Lack(rows, from) ? fold : from;
                to = folds.Lack(rows, fold) > folds.Lack(rows, to) ? fold : to;
            }

            mover = -1;
            double most = Dearest;
            foreach (int unit in folds.Members(from))
            {
                if (folds.RowGain(unit, to) <= Least || folds.Gain(unit, to) <= most)
                    continue;
                (mover, most) = (unit, folds.Gain(unit, to));
            }

            if (mover >= 0)
                folds.Put(mover, to);
        }
        while (mover >= 0);
    }
}
