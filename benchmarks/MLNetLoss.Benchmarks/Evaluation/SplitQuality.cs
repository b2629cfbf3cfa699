using System.Diagnostics;
using System.Globalization;
using MLNetLoss.Data.Splits;
using MLNetLoss.Tests.Data.Splits;

namespace MLNetLoss.Benchmarks.Evaluation;

/// <summary>
/// How equal folds are, by the published method and by ours of both orders: the published paper's measures, means over seeds. What follows are
/// sets that are hard to split: of a hidden split in which no fold lacks a label, some labels have just one row in each fold.
/// </summary>
internal static class SplitQuality
{
    private static readonly int[] s_folds = [3, 5, 10];

    /// <summary>Runs it.</summary>
    /// <param name="args">The folder of the sets, the number of seeds (20), and the sets' names (all with a train and a test file).</param>
    public static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("usage: splits FOLDER [SEEDS [SET ...]]");
            return 1;
        }

        int seeds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
        string[] sets = args.Length > 2
            ? args[2..]
            : [.. Directory.GetFiles(args[0], "*.train.txt").Select(path => Path.GetFileName(path)[..^".train.txt".Length]).Order()];
        Console.WriteLine("| data | folds | method | LD | ED | FZ | FLZ | labels missing though there are rows enough | seconds |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (string set in sets)
        {
            int[][] rows = Read(args[0], set, out int labels);
            foreach (int folds in s_folds)
            {
                Measure(set, "published", rows, labels, folds, seeds, seed => PublishedStratification.Assign(rows, labels, PlainSplits.Equal(folds), seed));
                Measure(set, "ours", rows, labels, folds, seeds, seed => Assign(PlainSplits.Sets(rows), labels, folds, seed));
                Measure(set, "ours, by pairs", rows, labels, folds, seeds, seed => Assign(LabelPairs.Append(PlainSplits.Sets(rows)), labels, folds, seed));
            }
        }

        Console.WriteLine();
        Console.WriteLine("| rows | labels | folds | rows of a label in a fold | method | splits that lack a label | pairs lacking | seconds |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach ((int count, int labels, int folds, int most) in ((int, int, int, int)[])
            [(60, 10, 5, 1), (60, 30, 5, 2), (30, 60, 3, 1), (100, 60, 10, 1), (200, 200, 10, 1), (300, 600, 5, 1), (1000, 100, 10, 1), (1000, 200, 10, 1),
                (1000, 400, 10, 1), (1000, 600, 10, 1), (1000, 800, 10, 1), (1000, 1000, 10, 1), (1000, 2000, 10, 1), (1000, 300, 10, 2)])
        {
            Hard("published", (rows, seed) => PublishedStratification.Assign(rows, labels, PlainSplits.Equal(folds), seed));
            Hard("ours", (rows, seed) => Assign(PlainSplits.Sets(rows), labels, folds, seed));

            void Hard(string method, Func<int[][], int, int[]> assign)
            {
                int lacking = 0;
                double pairs = 0;
                var clock = new Stopwatch();
                for (int seed = 0; seed < seeds; seed++)
                {
                    int[][] rows = PlainSplits.Hidden(count, labels, folds, most, seed);
                    clock.Start();
                    int[] foldOf = assign(rows, seed);
                    clock.Stop();
                    double missing = FoldMeasures.Of(rows, labels, folds, foldOf).MissingLabels;
                    lacking += missing > 0 ? 1 : 0;
                    pairs += missing / seeds;
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {count} | {labels} | {folds} | {(most == 1 ? "1" : $"1 to {most}")} | {method} | {lacking} of {seeds} | {pairs:0.0} | {clock.Elapsed.TotalSeconds / seeds:0.000} |"));
            }
        }

        return 0;
    }

    private static int[] Assign(LabelSets items, int labels, int folds, int seed) =>
        FoldAssignment.Assign(SplitUnits.Create(items, labels), PlainSplits.Equal(folds), seed).FoldOf;

    private static void Measure(string set, string method, int[][] rows, int labels, int folds, int seeds, Func<int, int[]> assign)
    {
        var clock = Stopwatch.StartNew();
        int[][] foldOf = [.. Enumerable.Range(0, seeds).Select(assign)];
        double seconds = clock.Elapsed.TotalSeconds / seeds;
        FoldMeasures mean = FoldMeasures.Mean([.. foldOf.Select(one => FoldMeasures.Of(rows, labels, folds, one))]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {set} | {folds} | {method} | {mean.LabelDistribution:0.00000} | {mean.ExamplesDistribution:0.00} | {mean.FoldsWithEmptyLabel:0.00} | {mean.EmptyLabels:0.00} | {mean.MissingLabels:0.00} | {seconds:0.000} |"));
    }

    private static int[][] Read(string folder, string set, out int labels)
    {
        string[] lines =
        [
            .. File.ReadAllLines(Path.Combine(folder, $"{set}.train.txt")),
            .. File.ReadAllLines(Path.Combine(folder, $"{set}.test.txt")).Skip(1),
        ];
        return PlainSplits.Parse(lines, out labels);
    }
}
