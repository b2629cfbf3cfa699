namespace MLNetLoss.Tests.Data.Splits;

/// <summary>
/// Iterative stratification as it was published: algorithm 1 of Sechidis, Tsoumakas and Vlahavas, "On the stratification of multi-label data"
/// (2011), written down plainly, everything counted anew at each step, to hold the library's folds against.
/// </summary>
internal static class PublishedStratification
{
    /// <summary>
    /// The method as MULAN runs it: rows in the order of the data, of equally rare labels the first, and of folds that lack as many rows of
    /// the label and as many rows a random one.
    /// </summary>
    /// <param name="rows">The labels of each row.</param>
    /// <param name="labels">The number of labels.</param>
    /// <param name="shares">The folds' shares of the rows, in any scale.</param>
    /// <param name="seed">The seed; it only breaks ties.</param>
    /// <returns>The fold of each row.</returns>
    public static int[] Assign(int[][] rows, int labels, double[] shares, int seed)
    {
        var random = new Random(seed);
        return Assign(rows, labels, shares, Enumerable.Range(0, rows.Length), best => best[random.Next(best.Count)]);
    }

    /// <summary>The same with another order of rows and another way to break ties.</summary>
    /// <param name="rows">The labels of each row.</param>
    /// <param name="labels">The number of labels.</param>
    /// <param name="shares">The folds' shares of the rows, in any scale.</param>
    /// <param name="order">All rows, in the order in which they are dealt out.</param>
    /// <param name="breakTie">Chooses one of some folds.</param>
    public static int[] Assign(int[][] rows, int labels, double[] shares, IEnumerable<int> order, Func<List<int>, int> breakTie)
    {
        int[] foldOf = [.. Enumerable.Repeat(-1, rows.Length)];
        int[] totals = [.. Enumerable.Range(0, labels).Select(label => rows.Count(row => row.Contains(label)))];
        var counts = new int[labels + 1, shares.Length];
        double whole = shares.Sum();
        double Lack(int label, int fold) => ((label == labels ? rows.Length : totals[label]) * shares[fold] / whole) - counts[label, fold];
        void Put(int row, int label)
        {
            List<int> best = [.. Enumerable.Range(0, shares.Length)];
            foreach (int wanted in new[] { label, labels })
            {
                double most = best.Max(fold => Lack(wanted, fold));
                best.RemoveAll(fold => Lack(wanted, fold) != most);
            }

            foldOf[row] = breakTie(best);
            foreach (int other in rows[row].Append(labels))
                counts[other, foldOf[row]]++;
        }

        while (true)
        {
            var left = new int[labels];
            for (int row = 0; row < rows.Length; row++)
            {
                foreach (int label in foldOf[row] < 0 ? rows[row] : [])
                    left[label]++;
            }

            int rarest = -1;
            for (int label = 0; label < labels; label++)
            {
                if (left[label] > 0 && (rarest < 0 || left[label] < left[rarest]))
                    rarest = label;
            }

            if (rarest < 0)
                break;
            foreach (int row in order.Where(row => foldOf[row] < 0 && rows[row].Contains(rarest)))
                Put(row, rarest);
        }

        foreach (int row in order.Where(row => foldOf[row] < 0))
            Put(row, labels);
        return foldOf;
    }
}
