namespace MLNetLoss.Data.Splits;

/// <summary>
/// Makes the sizes of folds as even as units allow. The exchange weighs a row against the items that move with it, a hundred per row in
/// second-order stratification, so it can end, or run out of work, with sizes a row or two off.
/// </summary>
internal static class FoldSizes
{
    // No size is worth a fold that lacks a label, or has a rare one twice.
    private const double Dearest = -100_000;

    private const double Least = 1e-9;

    /// <summary>Moves units from folds that are too large to folds that are too small, each time the one that costs the proportions of labels least.</summary>
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
