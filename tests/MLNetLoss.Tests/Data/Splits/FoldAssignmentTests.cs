using CsCheck;
using MLNetLoss.Data.Splits;

namespace MLNetLoss.Tests.Data.Splits;

[TestClass]
public sealed class FoldAssignmentTests
{
    public static IEnumerable<object[]> SetsAndFolds =>
        from set in SharedData.Sets
        from folds in new[] { 2, 5, 10 }
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
    public void RealFolds_AreNearerToTheirSharesThanThePublishedMethods(string set, int folds)
    {
        int[][] rows = PlainSplits.Read(set, out int labels);
        double published = Enumerable.Range(0, 3).Average(seed => PlainSplits.LabelDistribution(
            rows, labels, folds, PlainSplits.Published(rows, labels, PlainSplits.Equal(folds), seed)));
        for (int seed = 0; seed < 3; seed++)
        {
            int[] foldOf = Assign(rows, labels, PlainSplits.Equal(folds), seed);
            Assert.IsLessThan(published, PlainSplits.LabelDistribution(rows, labels, folds, foldOf), $"seed {seed}");
            Assert.AreEqual(0, PlainSplits.Missing(rows, labels, folds, foldOf), "labels that a fold lacks");
            CheckSizes(folds, foldOf);
        }
    }

    [TestMethod]
    public void SyntheticFolds_AreNearerToTheirSharesThanThePublishedMethods()
    {
        foreach ((int count, int labels, int folds) in ((int, int, int)[])[(50, 4, 3), (200, 20, 5), (300, 40, 10), (101, 9, 2)])
        {
            int[][] rows = PlainSplits.Random(count, labels, count);
            double published = Enumerable.Range(0, 5).Average(seed => PlainSplits.LabelDistribution(
                rows, labels, folds, PlainSplits.Published(rows, labels, PlainSplits.Equal(folds), seed)));
            for (int seed = 0; seed < 5; seed++)
            {
                int[] foldOf = Assign(rows, labels, PlainSplits.Equal(folds), seed);
                Assert.IsLessThan(published, PlainSplits.LabelDistribution(rows, labels, folds, foldOf));
                CheckSizes(folds, foldOf);
            }
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
                int[][] rows = Hidden(count, labels, folds, most, seed);
                publishedFails += PlainSplits.Missing(rows, labels, folds, PlainSplits.Published(rows, labels, PlainSplits.Equal(folds), seed)) > 0 ? 1 : 0;
                int[] foldOf = Assign(rows, labels, PlainSplits.Equal(folds), seed);
                Assert.AreEqual(0, PlainSplits.Missing(rows, labels, folds, foldOf), $"{count} rows, {labels} labels, {folds} folds, seed {seed}");
            }

            Assert.IsGreaterThan(2, publishedFails, "the case is too easy to say anything");
        }
    }

    [TestMethod]
    public void WhatCannotBe_IsToldAndTheRestHolds()
    {
        // Three rows, each with two of three labels: one of two folds always lacks one.
        int[][] rows = [[0, 1], [1, 2], [0, 2]];
        FoldBalance folds = FoldAssignment.Assign(SplitUnits.Create(PlainSplits.Sets(rows), 3), [1, 1], 0);
        Assert.AreEqual(1, folds.Missing.Count);
        Assert.AreEqual(1, PlainSplits.Missing(rows, 3, 2, folds.FoldOf));
        CollectionAssert.AreEquivalent(new[] { 1, 2 }, Enumerable.Range(0, 2).Select(fold => folds.FoldOf.Count(other => other == fold)).ToArray());
    }

    [TestMethod]
    public void SecondOrder_BringsPairsNearerToTheirShares()
    {
        int[][] rows = PlainSplits.Random(400, 12, 7);
        LabelSets pairs = LabelPairs.Append(PlainSplits.Sets(rows));
        int[][] pairRows = [.. Enumerable.Range(0, rows.Length).Select(row => pairs[row].ToArray().Where(item => item >= 12).Select(item => item - 12).ToArray())];
        Assert.AreEqual(rows.Sum(row => row.Length * (row.Length - 1) / 2), pairRows.Sum(row => row.Length));
        double Distribution(LabelSets items, int[][] of, int count) => Enumerable.Range(0, 3).Average(seed => PlainSplits.LabelDistribution(
            of, count, 5, FoldAssignment.Assign(SplitUnits.Create(items, 12), PlainSplits.Equal(5), seed).FoldOf));
        int pairCount = pairs.LabelCount - 12;
        double first = Distribution(PlainSplits.Sets(rows), pairRows, pairCount), second = Distribution(pairs, pairRows, pairCount);
        Assert.IsLessThan(0.9 * first, second);
        double published = PlainSplits.LabelDistribution(rows, 12, 5, PlainSplits.Published(rows, 12, PlainSplits.Equal(5), 0));
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
        double chance = PlainSplits.LabelDistribution(rows, Labels, 5, [.. groups.Select(group => group % 5)]);
        Assert.IsLessThan(0.4 * chance, PlainSplits.LabelDistribution(rows, Labels, 5, foldOf));
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

    private static int[][] Hidden(int count, int labels, int folds, int most, int seed)
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

    private static int[] Dense(int[] groups)
    {
        var numbers = new Dictionary<int, int>();
        return [.. groups.Select(group => numbers.TryGetValue(group, out int number) ? number : numbers[group] = numbers.Count)];
    }
}
