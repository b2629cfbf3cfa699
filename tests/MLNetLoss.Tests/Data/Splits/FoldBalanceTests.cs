using CsCheck;
using MLNetLoss.Data.Splits;

namespace MLNetLoss.Tests.Data.Splits;

[TestClass]
public sealed class FoldBalanceTests
{
    private const int Labels = 4;

    private static readonly Gen<(int[][] Rows, int[] Groups, int[] Folds, double[] Shares)> s_states = Gen.Select(
        Gen.Int[0, Labels - 1].Array[0, 3].Array[12], Gen.Int[0, 7].Array[12], Gen.Int[0, 2].Array[8], Gen.Double[0.1, 1].Array[3]);

    [TestMethod]
    public void Gains_AreWhatThePlainCostSays() => s_states.Sample(state =>
    {
        (FoldBalance folds, int[][] rows, int[] groups) = Make(state);
        for (int unit = 0; unit < folds.Units.Count; unit++)
        {
            int from = folds.FoldOf[unit];
            for (int to = 0; to < 3; to++)
            {
                if (to == from)
                    continue;
                double before = Cost(folds, rows, groups, state.Shares), gain = folds.Gain(unit, to);
                folds.Put(unit, to);
                Assert.AreEqual(before - Cost(folds, rows, groups, state.Shares), gain, 1e-5 * (1 + (Math.Abs(gain) / 1e9)));
                folds.Put(unit, from);
            }

            for (int other = 0; other < folds.Units.Count; other++)
            {
                int to = folds.FoldOf[other];
                if (to == from)
                    continue;
                double before = Cost(folds, rows, groups, state.Shares), gain = folds.SwapGain(unit, other);
                folds.Put(unit, to);
                folds.Put(other, from);
                Assert.AreEqual(before - Cost(folds, rows, groups, state.Shares), gain, 1e-5 * (1 + (Math.Abs(gain) / 1e9)));
                folds.Put(other, to);
                folds.Put(unit, from);
            }
        }
    }, iter: 50);

    [TestMethod]
    public void Exchange_EndsWhereNoMoveHelps() => s_states.Sample(state =>
    {
        (FoldBalance folds, int[][] rows, int[] groups) = Make(state);
        double before = Cost(folds, rows, groups, state.Shares);
        FoldExchange.Improve(folds);
        Assert.IsLessThanOrEqualTo(before + 1e-6, Cost(folds, rows, groups, state.Shares));
        for (int unit = 0; unit < folds.Units.Count; unit++)
        {
            for (int to = 0; to < 3; to++)
                Assert.IsTrue(to == folds.FoldOf[unit] || folds.Gain(unit, to) <= 1e-9);
        }
    }, iter: 200);

    [TestMethod]
    public void Sweep_TakesOnlyStepsThatHelp() => s_states.Sample(state =>
    {
        (FoldBalance folds, int[][] rows, int[] groups) = Make(state);
        double before = Cost(folds, rows, groups, state.Shares);
        FoldSweep.Improve(folds, 1);
        double after = Cost(folds, rows, groups, state.Shares);
        Assert.IsLessThanOrEqualTo(before + 1e-6, after);
        for (int unit = 0; unit < folds.Units.Count; unit++)
            Assert.AreEqual(folds.Gain(unit, (folds.FoldOf[unit] + 1) % 3), folds.ItemGain(unit, (folds.FoldOf[unit] + 1) % 3) + folds.RowGain(unit, (folds.FoldOf[unit] + 1) % 3));
    }, iter: 100);

    [TestMethod]
    public void Repair_NeverLeavesMoreMissing() => s_states.Sample(state =>
    {
        (FoldBalance folds, int[][] rows, int[] groups) = Make(state);
        int before = folds.Missing.Count;
        FoldRepair.Repair(folds, 1);
        Assert.IsLessThanOrEqualTo(before, folds.Missing.Count);
        Assert.AreEqual(Missing(folds, rows, groups, state.Shares), folds.Missing.Count);
    }, iter: 100);

    [TestMethod]
    public void Sizes_AreEvenUnlessThatCostsALabel() => s_states.Sample(state =>
    {
        (FoldBalance folds, _, _) = Make(state);
        int before = folds.Missing.Count;
        FoldSizes.Even(folds);
        Assert.IsLessThanOrEqualTo(before, folds.Missing.Count);
        int largest = Enumerable.Range(0, 3).MinBy(fold => folds.Lack(Labels, fold)), smallest = Enumerable.Range(0, 3).MaxBy(fold => folds.Lack(Labels, fold));
        foreach (int unit in folds.Members(largest))
            Assert.IsTrue(folds.RowGain(unit, smallest) <= 1e-9 || folds.Gain(unit, smallest) <= -100_000);
    }, iter: 200);

    [TestMethod]
    public void Members_AreTheUnitsOfAFold()
    {
        var folds = new FoldBalance(SplitUnits.Create(PlainSplits.Sets([[0], [0], [1], []]), 2), [1, 1]);
        foreach ((int unit, int fold) in ((int, int)[])[(0, 0), (1, 0), (2, 1), (3, 0), (0, 1), (3, 1), (1, FoldBalance.None)])
            folds.Put(unit, fold);
        CollectionAssert.AreEqual(new[] { 1, FoldBalance.None, 1, 1 }, folds.FoldOf);
        CollectionAssert.AreEquivalent(new[] { 0, 2, 3 }, folds.Members(1).ToArray());
        Assert.IsTrue(folds.Members(0).IsEmpty);
        Assert.AreEqual(1, folds.Lack(0, 0));
        Assert.AreEqual(-0.5, folds.Lack(1, 1));
        Assert.AreEqual(-1, folds.Lack(2, 1), "rows");
        folds.Put(1, 0);
        folds.ShareByRows();
        Assert.AreEqual((2 * 0.25) - 1, folds.Lack(0, 0), "one of four rows is in fold 0");
        Assert.AreEqual((1 * 0.75) - 1, folds.Lack(1, 1));
        Assert.AreEqual(-1, folds.Lack(2, 1), "what the folds should have of the rows stays");
    }

    private static (FoldBalance Folds, int[][] Rows, int[] Groups) Make((int[][] Rows, int[] Groups, int[] Folds, double[] Shares) state)
    {
        int[][] rows = [.. state.Rows.Select(row => row.Distinct().Order().ToArray())];
        int[] distinct = [.. state.Groups.Distinct()];
        int[] groups = [.. state.Groups.Select(group => Array.IndexOf(distinct, group))];
        var folds = new FoldBalance(SplitUnits.Create(PlainSplits.Sets(rows), Labels, groups), state.Shares);
        for (int unit = 0; unit < folds.Units.Count; unit++)
            folds.Put(unit, state.Folds[unit]);
        return (folds, rows, groups);
    }

    /// <summary>
    /// Half the squared distances from the shares, rows four times as heavy as labels, 1e9 for each label that is missing, and 1e6 for each row
    /// more than one with a label of which the fold's share is less than a row.
    /// </summary>
    private static double Cost(FoldBalance folds, int[][] rows, int[] groups, double[] shares)
    {
        double cost = 1e9 * Missing(folds, rows, groups, shares);
        for (int label = 0; label <= Labels; label++)
        {
            for (int fold = 0; fold < 3; fold++)
            {
                int count = Count(folds, rows, groups, label, fold);
                double share = Count(folds, rows, groups, label, null) * shares[fold] / shares.Sum();
                cost += (label == Labels ? 4 : 1) * (count - share) * (count - share) / 2;
                cost += label < Labels && share < 1 ? 1e6 * Math.Max(0, count - 1) : 0;
            }
        }

        return cost;
    }

    private static int Missing(FoldBalance folds, int[][] rows, int[] groups, double[] shares) => Enumerable.Range(0, Labels + 1).Sum(
        label => Enumerable.Range(0, 3).Count(fold => Count(folds, rows, groups, label, fold) == 0
            && (label == Labels || Count(folds, rows, groups, label, null) * shares[fold] / shares.Sum() >= 1)));

    private static int Count(FoldBalance folds, int[][] rows, int[] groups, int label, int? fold) => Enumerable.Range(0, rows.Length).Count(
        row => (fold is null || folds.FoldOf[groups[row]] == fold) && (label == Labels || rows[row].Contains(label)));
}
