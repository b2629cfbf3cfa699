using System.Globalization;
using MLNetLoss.Data.Splits;
using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Data.Splits;

/// <summary>Rows to split, and the library's stratification written down plainly.</summary>
internal static class PlainSplits
{
    /// <summary>The published method with the library's order of rows and its way to break ties, so that the result must be the library's own.</summary>
    public static int[] Ours(int[][] rows, int labels, double[] shares, int seed)
    {
        var random = new SplitMix((uint)seed);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return PublishedStratification.Assign(rows, labels, shares, order, best => best[best.Count == 1 ? 0 : random.Below(best.Count)]);
    }

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

    /// <summary>The label sets of lines in the multi-label text format, of which the first is the header.</summary>
    public static int[][] Parse(string[] lines, out int labels)
    {
        labels = int.Parse(lines[0].Split(' ')[2], CultureInfo.InvariantCulture);
        return [.. lines.Skip(1).Select(line => line.Split(' ', 2)[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray())];
    }

    /// <summary>
    /// Label sets that can be split so that no fold lacks a label: each label has a row in each fold of a hidden split.
    /// </summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="labels">The number of labels.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="most">A label gets one to so many rows in each fold; the fewer, the harder the split is to find.</param>
    /// <param name="seed">The seed.</param>
    public static int[][] Hidden(int count, int labels, int folds, int most, int seed)
    {
        var random = new Random(seed);
        var rows = new HashSet<int>[count];
        for (int row = 0; row < count; row++)
            rows[row] = [];
        for (int label = 0; label < labels; label++)
        {
            for (int fold = 0; fold < folds; fold++)
            {
                for (int times = random.Next(most); times >= 0; times--)
                    rows[(random.Next(count / folds) * folds) + fold].Add(label);
            }
        }

        random.Shuffle(rows);
        return [.. rows.Select(row => row.Order().ToArray())];
    }
}
