using MLNetLoss.Solvers;

namespace MLNetLoss.Tests.Solvers;

/// <summary>What gradient descent sees of a row: its features less the means of those that are centred, and a last column for the bias.</summary>
[TestClass]
public sealed class FeatureFrameTests
{
    [TestMethod]
    public void Plain_rows_are_their_non_zeros_and_the_bias()
    {
        var frame = new FeatureFrame(5, hasBias: true, [], []);
        Check(frame, Sparse([1, 4], [3, -2]), [(1, 3), (4, -2), (5, 1)]);
        Check(frame, Dense([0, 3, 0, 0, -2]), [(1, 3), (4, -2), (5, 1)]);
        Check(new FeatureFrame(5, hasBias: false, [], []), Dense([0, 3, 0, 0, -2]), [(1, 3), (4, -2)]);
    }

    [TestMethod]
    public void Centred_features_are_there_in_every_row_those_it_has_not_behind_the_others()
    {
        // Features 0, 2, 3 and 5 are centred; the row has 1, 2 and 4.
        var frame = new FeatureFrame(6, hasBias: true, [0, 2, 3, 5], [.5f, 10, -1, .25f]);
        (int, float)[] expected = [(1, 3), (2, 2), (4, -2), (0, -.5f), (3, 1), (5, -.25f), (6, 1)];
        Check(frame, Sparse([1, 2, 4], [3, 12, -2]), expected);
        Check(frame, Dense([0, 3, 12, 0, -2, 0]), expected);
        Check(frame, Sparse([], []), [(0, -.5f), (2, -10), (3, 1), (5, -.25f), (6, 1)]);
    }

    [TestMethod]
    public void A_dense_row_without_zeros_has_all_columns_whether_they_are_centred_or_not()
    {
        var frame = new FeatureFrame(4, hasBias: true, [0, 2], [.5f, 12]);
        (int, float)[] expected = [(0, 2.5f), (1, -1), (2, 0), (3, 7), (4, 1)];
        Check(frame, Dense([3, -1, 12, 7]), expected);
        Check(frame, Sparse([0, 1, 2, 3], [3, -1, 12, 7]), expected);
        Check(new FeatureFrame(4, hasBias: false, [0, 2], [.5f, 12]), Dense([3, -1, 12, 7]), expected[..4]);
        Check(frame, Dense([3, -0f, 12, 7]), [(0, 2.5f), (2, 0), (3, 7), (4, 1)]);
    }

    [TestMethod]
    public void What_is_written_fits_the_room_that_is_asked_for()
    {
        var frame = new FeatureFrame(3, hasBias: true, [0, 2], [1, 2]);
        Assert.IsGreaterThanOrEqualTo(4, frame.MaxCount(Dense([5, 6, 7])));
        Assert.IsGreaterThanOrEqualTo(4, frame.MaxCount(Sparse([1], [1])));
    }

    private static TrainingRow Sparse(int[] indices, float[] values) => new(indices, values, default, default, 1, default, default);

    private static TrainingRow Dense(float[] values) => new(default, values, default, default, 1, default, default);

    private static void Check(FeatureFrame frame, TrainingRow row, (int Column, float Value)[] expected)
    {
        var columns = new int[frame.MaxCount(row)];
        var values = new float[columns.Length];
        int count = frame.Write(row, columns, values, out bool isFull);
        Assert.AreEqual(row.Indices.IsEmpty && row.Values.Length == frame.FeatureCount && !row.Values.Contains(0), isFull);
        CollectionAssert.AreEqual(expected, columns.Zip(values).Take(count).ToArray());
    }
}
