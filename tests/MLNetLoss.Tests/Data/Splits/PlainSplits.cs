using MLNetLoss.Data.Splits;
using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Data.Splits;

/// <summary>Stratification written down plainly, everything counted anew at each step, to hold the library's against.</summary>
internal static class PlainSplits
{
    /// <summary>
    /// The published method, from algorithm 1 of Sechidis, Tsoumakas and Vlahavas (2011): rows in the order of the data, the first of equally
    /// rare labels, as MULAN does it.
    /// </summary>
    public static int[] Published(int[][] rows, int labels, double[] shares, int seed)
    {
        var random = new Random(seed);
        return Deal(rows, labels, shares, Enumerable.Range(0, rows.Length), best => best[random.Next(best.Count)]);
    }

    /// <summary>The same with the library's order of rows and its way to break ties, so that the result must be the library's own.</summary>
    public static int[] Ours(int[][] rows, int labels, double[] shares, int seed)
    {
        var random = new SplitMix((uint)seed);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return Deal(rows, labels, shares, order, best => best[best.Count == 1 ? 0 : random.Below(best.Count)]);
    }

    /// <summary>
    /// The paper's measure: per label and fold the distance between the odds of the label in the fold and in the data, on the mean.
    /// Labels without negatives are left out.
    /// </summary>
    public static double LabelDistribution(int[][] rows, int labels, int folds, int[] foldOf)
    {
        var with = new int[labels, folds];
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (int label in rows[row])
                with[label, foldOf[row]]++;
        }

        int[] sizes = [.. Enumerable.Range(0, folds).Select(fold => foldOf.Count(other => other == fold))];
        return Enumerable.Range(0, labels).Average(label =>
        {
            double whole = Odds(Enumerable.Range(0, folds).Sum(fold => with[label, fold]), rows.Length);
            return Enumerable.Range(0, folds).Average(fold => Math.Abs(Odds(with[label, fold], sizes[fold]) - whole));
        });
    }

    /// <summary>Labels that a fold lacks though they have as many rows as there are folds.</summary>
    public static int Missing(int[][] rows, int labels, int folds, int[] foldOf) => Enumerable.Range(0, labels)
        .Where(label => rows.Count(row => row.Contains(label)) >= folds)
        .Sum(label => folds - Enumerable.Range(0, rows.Length).Where(row => rows[row].Contains(label)).Select(row => foldOf[row]).Distinct().Count());

    public static LabelSets Sets(int[][] rows)
    {
        var sets = new LabelSets();
        foreach (int[] row in rows)
            sets.Add([.. row]);
        return sets;
    }

    public static double[] Equal(int folds) => [.. Enumerable.Repeat(1.0, folds)];

    /// <summary>Label sets as data have them: some labels frequent, many rare, some rows without any.</summary>
    public static int[][] Random(int rows, int labels, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => (int[])[.. Enumerable.Range(0, labels).Where(label => random.NextDouble() < 0.6 / (label + 1))])];
    }

    public static int[][] Read(string set, out int labels)
    {
        string[] lines = [.. File.ReadAllLines(SharedData.Train(set)), .. File.ReadAllLines(SharedData.Test(set)).Skip(1)];
        labels = int.Parse(lines[0].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        return [.. lines.Skip(1).Select(line => line.Split(' ')[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray())];
    }

    private static int[] Deal(int[][] rows, int labels, double[] shares, IEnumerable<int> order, Func<List<int>, int> breakTie)
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

    private static double Odds(int with, int all) => with == all ? 0 : (double)with / (all - with);
}
