using CsCheck;
using MLNetLoss.Data.Splits;

namespace MLNetLoss.Tests.Data.Splits;

[TestClass]
public sealed class FoldAssignmentTests
{
    private const int Seeds = 20;

    public static IEnumerable<object[]> SetsAndFolds =>
        from set in SharedData.Sets
        from folds in new[] { 3, 5, 10 }
        select new object[] { set, folds };

    [TestMethod]
    public void Stratification_IsThatOfThePlainSecondReading()
    {
        foreach (double[] shares in (double[][])[[1, 1], [1, 1, 1, 1, 1], [0.1, 0.9], [3, 2, 1]])
        {
            for (int seed = 0; seed < 5; seed++)
            {
                int[][] rows = PlainSplits.Random(120, 12, seed);
                FoldBalance folds = Stratify(rows, 12, shares, seed);
                CollectionAssert.AreEqual(PlainSplits.Ours(rows, 12, shares, seed), folds.FoldOf);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(SetsAndFolds))]
    public void RealFolds_AreNoWorseThanThePublishedMethodsByAnyOfItsMeasures(string set, int folds)
    {
        int[][] rows = Read(set, out int labels);
        FoldMeasures published = Published(rows, labels, folds, seeds: 2);
        foreach (LabelSets items in (LabelSets[])[PlainSplits.Sets(rows), LabelPairs.Append(PlainSplits.Sets(rows))])
        {
            for (int seed = 0; seed < (items.LabelCount > labels ? 1 : 2); seed++)
            {
                int[] foldOf = FoldAssignment.Assign(SplitUnits.Create(items, labels), PlainSplits.Equal(folds), seed).FoldOf;
                CheckNoWorse(published, FoldMeasures.Of(rows, labels, folds, foldOf));
                CheckSizes(folds, foldOf);
            }
        }
    }

    [TestMethod]
    public void SyntheticFolds_AreNoWorseThanThePublishedMethodsByAnyOfItsMeasures()
    {
        foreach ((int count, int labels, int folds) in ((int, int, int)[])[(50, 4, 3), (200, 20, 5), (300, 40, 10), (101, 9, 2)])
        {
            int[][] rows = PlainSplits.Random(count, labels, count);
            FoldMeasures published = Published(rows, labels, folds, Seeds);
            FoldMeasures[] ours = [.. Enumerable.Range(0, Seeds).Select(seed => Assign(rows, labels, PlainSplits.Equal(folds), seed))
                .Select(foldOf => FoldMeasures.Of(rows, labels, folds, foldOf))];
            CheckNoWorse(published, FoldMeasures.Mean(ours));
        }
    }

    [TestMethod]
    public void FoldsOfManyRows_AreNoWorseThanThePublishedMethodsByAnyOfItsMeasures()
    {
        // Labels of 1 to 30 % of the rows, four a row.
        const int Labels = 30;
        var random = new Random(5);
        int[][] rows = [.. Enumerable.Range(0, FoldSweep.ManyUnits).Select(_ => (int[])
            [.. Enumerable.Range(0, Labels).Where(label => random.NextDouble() < 0.01 * Math.Pow(30, (double)label / Labels))])];
        FoldMeasures published = Published(rows, Labels, 5, seeds: 1);
        foreach (LabelSets items in (LabelSets[])[PlainSplits.Sets(rows), LabelPairs.Append(PlainSplits.Sets(rows))])
        {
            int[] foldOf = FoldAssignment.Assign(SplitUnits.Create(items, Labels), PlainSplits.Equal(5), 1).FoldOf;
            CheckNoWorse(published, FoldMeasures.Of(rows, Labels, 5, foldOf));
            CheckSizes(5, foldOf);
        }
    }

    [TestMethod]
    public void NoFoldLacksALabelThatCouldBeInAll()
    {
        // Every label has a row in each fold of a hidden split, mostly one and seldom more than two.
        foreach ((int count, int labels, int folds, int most) in ((int, int, int, int)[])[(60, 10, 5, 1), (100, 60, 10, 1), (60, 30, 5, 3), (30, 60, 3, 1)])
        {
            int publishedFails = 0;
            for (int seed = 0; seed < 20; seed++)
            {
                int[][] rows = PlainSplits.Hidden(count, labels, folds, most, seed);
                publishedFails += FoldMeasures.Of(rows, labels, folds, PublishedStratification.Assign(rows, labels, PlainSplits.Equal(folds), seed)).MissingLabels > 0 ? 1 : 0;
                int[] foldOf = Assign(rows, labels, PlainSplits.Equal(folds), seed);
                Assert.AreEqual(0, FoldMeasures.Of(rows, labels, folds, foldOf).MissingLabels, $"{count} rows, {labels} labels, {folds} folds, seed {seed}");
            }

            Assert.IsGreaterThan(2, publishedFails, "the case is too easy to say anything");
        }
    }

    [TestMethod]
    public void NoFoldOfAThousandRowsLacksALabelThatCouldBeInAll()
    {
        // Each label has ten rows, which must all be in different folds, and each row ten labels.
        for (int seed = 0; seed < 3; seed++)
        {
            int[][] rows = PlainSplits.Hidden(1000, 1000, 10, 1, seed);
            int[] foldOf = Assign(rows, 1000, PlainSplits.Equal(10), seed);
            Assert.AreEqual(0, FoldMeasures.Of(rows, 1000, 10, foldOf).MissingLabels, $"seed {seed}");
            CheckSizes(10, foldOf);
        }
    }

    [TestMethod]
    public void NoSplitThereIs_LacksFewerLabels()
    {
        // Few rows, many labels: in most of these some fold must lack a label, and all splits there are tell how few it can be.
        int unavoidable = 0;
        var random = new Random(1);
        for (int trial = 0; trial < 200; trial++)
        {
            int count = random.Next(6, 10), labels = random.Next(3, 15), folds = random.Next(2, 4);
            int[] all = [.. Enumerable.Range(0, count)];
            int[][] rowsOf = [.. Enumerable.Range(0, labels).Select(_ => random.GetItems(all, folds + random.Next(3)))];
            int[][] rows = [.. all.Select(row => (int[])[.. Enumerable.Range(0, labels).Where(label => rowsOf[label].Contains(row))])];
            int fewest = Fewest(rows, labels, folds);
            unavoidable += fewest > 0 ? 1 : 0;
            FoldBalance ours = FoldAssignment.Assign(SplitUnits.Create(PlainSplits.Sets(rows), labels), PlainSplits.Equal(folds), trial);
            Assert.AreEqual(fewest, ours.Missing.Count, $"trial {trial}");
            Assert.AreEqual(fewest, FoldMeasures.Of(rows, labels, folds, ours.FoldOf).MissingLabels, $"trial {trial}");
        }

        Assert.IsTrue(unavoidable is > 20 and < 180, $"{unavoidable} of 200 say the same");
    }

    [TestMethod]
    public void WhatCannotBe_IsToldAndTheRestHolds()
    {
        // Three rows, each with two of three labels: one of two folds always lacks one.
        int[][] rows = [[0, 1], [1, 2], [0, 2]];
        FoldBalance folds = FoldAssignment.Assign(SplitUnits.Create(PlainSplits.Sets(rows), 3), [1, 1], 0);
        Assert.AreEqual(1, folds.Missing.Count);
        Assert.AreEqual(1, FoldMeasures.Of(rows, 3, 2, folds.FoldOf).MissingLabels);
        CollectionAssert.AreEquivalent(new[] { 1, 2 }, Enumerable.Range(0, 2).Select(fold => folds.FoldOf.Count(other => other == fold)).ToArray());
    }

    [TestMethod]
    public void SecondOrder_BringsPairsNearerToTheirShares()
    {
        int[][] rows = PlainSplits.Random(400, 12, 7);
        LabelSets pairs = LabelPairs.Append(PlainSplits.Sets(rows));
        int[][] pairRows = [.. Enumerable.Range(0, rows.Length).Select(row => pairs[row].ToArray().Where(item => item >= 12).Select(item => item - 12).ToArray())];
        Assert.AreEqual(rows.Sum(row => row.Length * (row.Length - 1) / 2), pairRows.Sum(row => row.Length));
        double Distribution(LabelSets items, int[][] of, int count) => Enumerable.Range(0, 3).Average(seed => FoldMeasures.Of(
            of, count, 5, FoldAssignment.Assign(SplitUnits.Create(items, 12), PlainSplits.Equal(5), seed).FoldOf).LabelDistribution);
        int pairCount = pairs.LabelCount - 12;
        double first = Distribution(PlainSplits.Sets(rows), pairRows, pairCount), second = Distribution(pairs, pairRows, pairCount);
        Assert.IsLessThan(0.9 * first, second);
        double published = Published(rows, 12, 5, seeds: 1).LabelDistribution;
        Assert.IsLessThan(published, Distribution(pairs, rows, 12));
    }

    [TestMethod]
    public void Groups_StayTogetherAndFoldsAreStillEven()
    {
        const int Labels = 8;
        int[][] rows = PlainSplits.Random(600, Labels, 3);
        var random = new Random(3);
        int[] groups = Dense([.. rows.Select(_ => random.Next(150))]);
        FoldBalance folds = FoldAssignment.Assign(SplitUnits.Create(PlainSplits.Sets(rows), Labels, groups), PlainSplits.Equal(5), 1);
        int[] foldOf = [.. groups.Select(group => folds.FoldOf[group])];
        CheckSizes(5, foldOf);
        double chance = FoldMeasures.Of(rows, Labels, 5, [.. groups.Select(group => group % 5)]).LabelDistribution;
        Assert.IsLessThan(0.4 * chance, FoldMeasures.Of(rows, Labels, 5, foldOf).LabelDistribution);
    }

    [TestMethod]
    public void RowsWithoutLabels_AreSplitAtRandomIntoEqualParts()
    {
        int[][] rows = [.. Enumerable.Repeat<int[]>([], 1001)];
        int[] one = Assign(rows, 0, [0.1, 0.9], 1), other = Assign(rows, 0, [0.1, 0.9], 2);
        Assert.AreEqual(100, one.Count(fold => fold == 0));
        Assert.AreEqual(100, other.Count(fold => fold == 0));
        int common = Enumerable.Range(0, rows.Length).Count(row => one[row] == 0 && other[row] == 0);
        Assert.IsTrue(common is > 0 and < 30, $"two seeds share {common} of 100 rows; chance says 10");
        int inFront = one.Take(500).Count(fold => fold == 0);
        Assert.IsTrue(inFront is > 30 and < 70, $"{inFront} of 100 in the first half");
    }

    [TestMethod]
    public void TheSameSeed_GivesTheSameFolds()
    {
        int[][] rows = PlainSplits.Random(300, 15, 5);
        CollectionAssert.AreEqual(Assign(rows, 15, PlainSplits.Equal(4), 9), Assign(rows, 15, PlainSplits.Equal(4), 9));
        CollectionAssert.AreNotEqual(Assign(rows, 15, PlainSplits.Equal(4), 9), Assign(rows, 15, PlainSplits.Equal(4), 10));
    }

    [TestMethod]
    public void AnySets_AreSplitWholeAndEvenly() =>
        Gen.Select(Gen.Int[0, 6].Array[0, 4].Array[6, 60], Gen.Int[2, 6], Gen.Int).Sample((rows, folds, seed) =>
        {
            int[] foldOf = Assign(rows, 7, PlainSplits.Equal(folds), seed);
            Assert.HasCount(rows.Length, foldOf);
            Assert.IsTrue(Array.TrueForAll(foldOf, fold => fold >= 0 && fold < folds));
            Assert.AreEqual(folds, foldOf.Distinct().Count(), "a fold without rows");
        });

    [TestMethod]
    public void Cancellation_StopsTheWork()
    {
        var units = SplitUnits.Create(PlainSplits.Sets(PlainSplits.Random(50, 5, 1)), 5);
        Assert.ThrowsExactly<OperationCanceledException>(
            () => FoldAssignment.Assign(units, [1, 1], 0, new CancellationToken(canceled: true)));
    }

    private static FoldMeasures Published(int[][] rows, int labels, int folds, int seeds) => FoldMeasures.Mean([.. Enumerable.Range(0, seeds)
        .Select(seed => PublishedStratification.Assign(rows, labels, PlainSplits.Equal(folds), seed))
        .Select(foldOf => FoldMeasures.Of(rows, labels, folds, foldOf))]);

    private static void CheckNoWorse(FoldMeasures published, FoldMeasures ours)
    {
        Assert.IsLessThanOrEqualTo(published.LabelDistribution, ours.LabelDistribution);
        Assert.IsLessThanOrEqualTo(published.ExamplesDistribution, ours.ExamplesDistribution);
        Assert.IsLessThanOrEqualTo(published.FoldsWithEmptyLabel, ours.FoldsWithEmptyLabel);
        Assert.IsLessThanOrEqualTo(published.EmptyLabels, ours.EmptyLabels);
        Assert.AreEqual(0, ours.MissingLabels, "labels that a fold lacks though there is a row for each fold");
    }

    private static FoldBalance Stratify(int[][] rows, int labels, double[] shares, int seed)
    {
        var folds = new FoldBalance(SplitUnits.Create(PlainSplits.Sets(rows), labels), shares);
        IterativeStratification.Assign(folds, seed);
        return folds;
    }

    private static int[] Assign(int[][] rows, int labels, double[] shares, int seed) =>
        FoldAssignment.Assign(SplitUnits.Create(PlainSplits.Sets(rows), labels), shares, seed).FoldOf;

    private static void CheckSizes(int folds, int[] foldOf)
    {
        int[] sizes = [.. Enumerable.Range(0, folds).Select(fold => foldOf.Count(other => other == fold))];
        Assert.IsLessThanOrEqualTo(1, sizes.Max() - sizes.Min(), string.Join(' ', sizes));
    }

    private static int[][] Read(string set, out int labels) => PlainSplits.Parse(
        [.. File.ReadAllLines(SharedData.Train(set)), .. File.ReadAllLines(SharedData.Test(set)).Skip(1)], out labels);

    /// <summary>The fewest labels that any split into folds with rows lacks, though they have rows enough: by looking at all splits.</summary>
    private static int Fewest(int[][] rows, int labels, int folds)
    {
        // Of each label the rows that have it, a bit a row; only labels with rows enough count.
        int[] masks = [.. Enumerable.Range(0, labels).Where(label => rows.Count(row => row.Contains(label)) >= folds)
            .Select(label => Enumerable.Range(0, rows.Length).Where(row => rows[row].Contains(label)).Sum(row => 1 << row)), (1 << rows.Length) - 1];
        int fewest = int.MaxValue;
        var parts = new int[folds];
        Deal(0);
        return fewest;

        void Deal(int row)
        {
            if (row == rows.Length)
            {
                int missing = 0;
                foreach (int part in parts)
                {
                    foreach (int mask in masks)
                        missing += (mask & part) == 0 ? 1 : 0;
                }

                fewest = Math.Min(fewest, missing);
                return;
            }

            // Folds are alike, so that the first row can stay in the first.
            for (int fold = 0; fold < (row == 0 ? 1 : folds); fold++)
            {
                parts[fold] ^= 1 << row;
                Deal(row + 1);
                parts[fold] ^= 1 << row;
            }
        }
    }

    private static int[] Dense(int[] groups)
    {
        var numbers = new Dictionary<int, int>();
        return [.. groups.Select(group => numbers.TryGetValue(group, out int number) ? number : numbers[group] = numbers.Count)];
    }
}
