using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Tests.Data;

/// <summary>The loaded file as a citizen of ML.NET.</summary>
[TestClass]
public class MultiLabelTextViewTests
{
    private const string Text = "3 4 3\n0,2 0:0.5 3:-2\n 1:1\n1 0:1 1:2 2:3 3:4\n";

    [TestMethod]
    public void Schema_has_two_vectors_of_known_size()
    {
        using var file = new TemporaryFile(Text);
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path, "Tags", "Words");
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), data.Schema["Tags"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 4), data.Schema["Words"].Type);
        Assert.HasCount(2, data.Schema);
        Assert.AreEqual(3L, data.GetRowCount());
        Assert.IsFalse(data.CanShuffle);
    }

    [TestMethod]
    public void Sizes_without_header_are_found_or_given()
    {
        using var file = new TemporaryFile("1,3 1:1 7:1\n2\n");
        DataOperationsCatalog catalog = new MLContext().Data;
        IDataView found = catalog.LoadFromMultiLabelTextFile(file.Path);
        Assert.AreEqual((2L, 3, 7), (found.GetRowCount(), Size(found, "Label"), Size(found, "Features")));
        IDataView half = catalog.LoadFromMultiLabelTextFile(file.Path, numberOfLabels: 5);
        Assert.AreEqual((2L, 5, 7), (half.GetRowCount(), Size(half, "Label"), Size(half, "Features")));
        IDataView given = catalog.LoadFromMultiLabelTextFile(file.Path, numberOfLabels: 5, numberOfFeatures: 9);
        Assert.AreEqual((null, 5, 9), (given.GetRowCount(), Size(given, "Label"), Size(given, "Features")));
    }

    [TestMethod]
    public void Vectors_are_sparse_unless_every_slot_is_named()
    {
        using var file = new TemporaryFile(Text);
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        bool[] dense = [.. data.GetColumn<VBuffer<float>>("Features").Select(row => row.IsDense)];
        CollectionAssert.AreEqual(new[] { false, false, true }, dense);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4 }, data.GetColumn<float[]>("Features").Last());
        CollectionAssert.AreEqual(new float[] { 1, 0, 1 }, data.GetColumn<float[]>("Label").First());
    }

    [TestMethod]
    public void Cursors_are_independent()
    {
        using var file = new TemporaryFile(Text);
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        using DataViewRowCursor first = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> get = first.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        ValueGetter<DataViewRowId> getId = first.GetIdGetter();
        Assert.AreEqual(-1, first.Position);
        VBuffer<float> value = default;
        DataViewRowId id = default;
        Assert.ThrowsExactly<InvalidOperationException>(() => get(ref value));
        Assert.ThrowsExactly<InvalidOperationException>(() => getId(ref id));
        Assert.IsTrue(first.MoveNext());
        string[] all = MultiLabelTextRows.Read(data);
        Assert.HasCount(3, all);
        get(ref value);
        Assert.AreEqual(0.5f, value.GetItemOrDefault(0));
        Assert.IsTrue(first.MoveNext());
        getId(ref id);
        Assert.AreEqual((1L, 0L, new DataViewRowId(1, 0)), (first.Position, first.Batch, id));
        Assert.IsTrue(first.MoveNext());
        Assert.IsFalse(first.MoveNext());
        Assert.IsFalse(first.MoveNext());
        Assert.AreEqual(-1, first.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => get(ref value));
    }

    [TestMethod]
    public void Only_columns_asked_for_have_getters()
    {
        using var file = new TemporaryFile(Text);
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Label"]]);
        Assert.IsTrue(cursor.IsColumnActive(data.Schema["Label"]));
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["Features"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]));
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Label"]));
        StringAssert.Contains(e.Message, "Column 'Label' holds", StringComparison.Ordinal);
        using var other = new TemporaryFile("2 3 4\n0\n1\n");
        IDataView foreign = new MLContext().Data.LoadFromMultiLabelTextFile(other.Path, "A", "B");
        Assert.ThrowsExactly<ArgumentException>(() => cursor.IsColumnActive(foreign.Schema["A"]));
    }

    [TestMethod]
    public void A_fault_is_found_whatever_columns_are_asked_for()
    {
        using var file = new TemporaryFile("2 4 3\n0 1:1\n1 1:x\n");
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.ThrowsExactly<MultiLabelTextFormatException>(() => cursor.MoveNext());
    }

    [TestMethod]
    public void A_fault_ends_the_cursor()
    {
        using var file = new TemporaryFile("3 4 3\n0 1:1\n1 1:1 2:x 3:1\n2 1:1\n");
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.ThrowsExactly<MultiLabelTextFormatException>(() => cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        VBuffer<float> value = default;
        Assert.ThrowsExactly<InvalidOperationException>(() => get(ref value));
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void A_cursor_set_yields_every_row_once()
    {
        using var file = new TemporaryFile(Text);
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        int rows = 0;
        foreach (DataViewRowCursor cursor in data.GetRowCursorSet(data.Schema, 4, new Random(1)))
        {
            using (cursor)
            {
                while (cursor.MoveNext())
                    rows++;
            }
        }

        Assert.AreEqual(3, rows);
    }

    [TestMethod]
    public void Disposal_closes_the_file()
    {
        using var file = new TemporaryFile(Text);
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        Assert.IsTrue(cursor.MoveNext());
        Assert.Throws<IOException>(() => File.Open(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        cursor.Dispose();
        cursor.Dispose();
        using (File.Open(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
        }

        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void A_file_that_changes_after_it_was_opened_is_noticed()
    {
        using var file = new TemporaryFile("1 1:1\n2 2:1\n");
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        File.WriteAllText(file.Path, "1 1:1\n");
        var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Read(data));
        StringAssert.EndsWith(e.Message, "the file ends after 1 rows; there were 2 when the file was opened.", StringComparison.Ordinal);
        File.Delete(file.Path);
        Assert.ThrowsExactly<FileNotFoundException>(() => MultiLabelTextRows.Read(data));
    }

    [TestMethod]
    public void Works_under_shuffling_caching_and_splitting()
    {
        var text = new StringBuilder("500 3 2\n");
        for (int row = 0; row < 500; row++)
            text.Append(row % 2).Append(" 0:").Append(row).Append('\n');
        using var file = new TemporaryFile(text.ToString());
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromMultiLabelTextFile(file.Path);
        string[] rows = MultiLabelTextRows.Read(data);
        CollectionAssert.AreEquivalent(rows, MultiLabelTextRows.Read(ml.Data.ShuffleRows(data, seed: 3)));
        CollectionAssert.AreEqual(rows, MultiLabelTextRows.Read(ml.Data.Cache(data)));
        DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(data, 0.3, seed: 5);
        CollectionAssert.AreEquivalent(rows, MultiLabelTextRows.Read(split.TrainSet).Concat(MultiLabelTextRows.Read(split.TestSet)).ToArray());
    }

    private static int Size(IDataView data, string column) => ((VectorDataViewType)data.Schema[column].Type).Size;
}
