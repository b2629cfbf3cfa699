namespace MLNetLoss.Reports.Plots;

/// <summary>Prepares the points of curves for drawing: steps where there is nothing between two points, and no more points than are visible.</summary>
internal static class CurvePoints
{
    // Columns of two pixels, within which nothing can be distinguished.
    private const int Columns = 360;

    /// <summary>
    /// The steps of a precision-recall curve: a recall between two points is reached only at the threshold of the second, with its precision. A
    /// straight line would suggest thresholds that do not exist (Davis and Goadrich, 2006).
    /// </summary>
    /// <param name="points">Recalls in ascending order, with their precisions.</param>
    public static IEnumerable<(double X, double Y)> Steps(IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)? before = null;
        foreach ((double X, double Y) point in points)
        {
            if (before is { } last && point.X > last.X)
                yield return (last.X, point.Y);
            yield return point;
            before = point;
        }
    }

    /// <summary>Reduces a curve to its visible points: of each column the first, lowest, highest and last.</summary>
    /// <param name="points">Points with X from 0 to 1, in ascending order.</param>
    public static List<(double X, double Y)> Thin(IEnumerable<(double X, double Y)> points)
    {
        var kept = new List<(double X, double Y)>();
        foreach (IGrouping<int, (double X, double Y)> column in points.GroupBy(point => (int)(point.X * Columns)))
        {
            (double X, double Y)[] all = [.. column];
            int lowest = 0, highest = 0;
            for (int i = 0; i < all.Length; i++)
            {
                lowest = all[i].Y < all[lowest].Y ? i : lowest;
                highest = all[i].Y > all[highest].Y ? i : highest;
            }

            kept.AddRange(new SortedSet<int> { 0, lowest, highest, all.Length - 1 }.Select(i => all[i]));
        }

        return kept;
    }
}
