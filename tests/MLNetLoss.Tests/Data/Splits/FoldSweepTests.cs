using MLNetLoss.Data.Splits;

namespace MLNetLoss.Tests.Data.Splits;

[TestClass]
public sealed class FoldSweepTests
{
    [TestMethod]
    public void FromAnyFolds_SweepsComeNearTheShares()
    {
        // Three quarters of the rows begin in one fold, each of the others has one label too often.
        const int Labels = 8, Folds = 4;
        int[][] rows = PlainSplits.Random(2000, Labels, 5);
        var folds = new FoldBalance(SplitUnits.Create(PlainSplits.Sets(rows), Labels), PlainSplits.Equal(Folds));
        for (int row = 0; row < rows.Length; row++)
            folds.Put(row, row % 4 != 0 || rows[row].Length == 0 ? 0 : rows[row][0] % Folds);
        FoldSweep.Improve(folds, seed: 1);
        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, rows.Length).ToArray(), Enumerable.Range(0, Folds).SelectMany(fold => folds.Members(fold).ToArray()).ToArray());
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] members = [.. Enumerable.Range(0, rows.Length).Where(row => folds.FoldOf[row] == fold)];
            Assert.AreEqual(500, members.Length, 2, $"rows of fold {fold}");
            for (int label = 0; label < Labels; label++)
                Assert.AreEqual(rows.Count(row => row.Contains(label)) / 4.0, members.Count(row => rows[row].Contains(label)), 2, $"label {label} in fold {fold}");
        }
    }
}
