namespace MLNetLoss.Reports.Plots;

/// <summary>Makes curves of points what they are on paper: steps where nothing lies between two points, and no more points than show.</summary>
internal static class CurvePoints
{
    // Columns of two pixels: what happens inside one cannot be told apart.
    private const int Columns = 360;

    /// <summary>
    /// The steps of a precision-recall curve: a recall is reached by the threshold of the next point and has its precision. Between two points
    /// a straight line would promise thresholds that do not exist (Davis and Goadrich, 2006).
    /// </summary>
    /// <param name="points">Recalls, never descending, with their precisions.</param>
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

    /// <summary>The curve with what no eye can see left out: of each column its first, lowest, highest and last point.</summary>
    /// <param name="points">Points by places between 0 and 1, never descending.</param>
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
