using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>The rows of a step, row by row and column by column.</summary>
[TestClass]
public sealed class RowBatchTests
{
    [TestMethod]
    [DataRow(37, true)]
    [DataRow(32, false)]
    [DataRow(1, true)]
    public void Full_rows_are_sorted_like_others_whatever_the_memory_was_used_for_before(int featureCount, bool hasBias)
    {
        const int Rows = 60, WithZero = 50;
        var random = new Random(featureCount);
        int[] centered = [.. Enumerable.Range(0, featureCount).Where(feature => feature % 3 != 1)];
        float[] means = [.. centered.Select(_ => random.NextSingle())];
        var dense = new BufferedWindow();
        var sparse = new BufferedWindow();
        for (int row = 0; row < Rows; row++)
        {
            float[] values = [.. Enumerable.Range(0, featureCount).Select(_ => 0.5f + random.NextSingle())];
            if (row >= WithZero)
                values[row % featureCount] = 0;
            int[] present = [.. Enumerable.Range(0, featureCount).Where(feature => values[feature] != 0)];
            dense.Add(new TrainingRow(default, values, default, [row], 1));
            sparse.Add(new TrainingRow(present, [.. present.Select(feature => values[feature])], default, [row], 1));
        }

        RowBatch Batch() => new(40, 1, new FeatureFrame(featureCount, hasBias, centered, means), weighsCells: false, readsCells: false);
        RowBatch actual = Batch(), expected = Batch();
        int[][] loads = [[3, 1, 2], [.. Enumerable.Range(0, 5)], [9, 8, 7, 6, 5], [4, WithZero + 5, 6], [7, 5, 1], [.. Enumerable.Range(10, 40)], [], [11, 12]];
        foreach (int[] rows in loads)
        {
            actual.Load(dense, rows);
            expected.Load(sparse, rows);
            int count = expected.RowStarts[rows.Length];
            CollectionAssert.AreEqual(expected.RowStarts[..(rows.Length + 1)], actual.RowStarts[..(rows.Length + 1)]);
            CollectionAssert.AreEqual(expected.Features[..count].ToArray(), actual.Features[..count].ToArray());
            CollectionAssert.AreEqual(expected.Values[..count].ToArray(), actual.Values[..count].ToArray());
            CollectionAssert.AreEqual(expected.Touched.ToArray(), actual.Touched.ToArray());
            CollectionAssert.AreEqual(Starts(expected), Starts(actual));
            CollectionAssert.AreEqual(expected.ColumnRows[..count].ToArray(), actual.ColumnRows[..count].ToArray());
            CollectionAssert.AreEqual(expected.ColumnValues[..count].ToArray(), actual.ColumnValues[..count].ToArray());
        }
    }

    private static int[] Starts(RowBatch batch) => batch.ColumnStarts[..(batch.TouchedCount + 1)].ToArray();
}
