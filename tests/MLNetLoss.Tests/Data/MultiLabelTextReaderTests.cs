using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Tests.Data;

/// <summary>The window that moves over the file: nothing depends on where it ends.</summary>
[TestClass]
public class MultiLabelTextReaderTests
{
    [TestMethod]
    public void Rows_do_not_depend_on_where_the_window_ends()
    {
        const string Rows = "2,0 3:0.5 0:-1.25e2\r\n 1:1  \r\n\r\n1\r\n1 2:7 3:8\t\r\n";
        string[] expected = ["0,2 | 0:-125 3:0.5", "| 1:1", "1 |", "1 | 2:7 3:8"];
        // A first row of growing length pushes the window's end over every byte of the rows that follow.
        for (int length = 65536 - Rows.Length - 8; length < 65540; length++)
        {
            string filler = "0 0:0." + new string('0', 60000) + "\n";
            string text = "6 4 3\n" + filler + "0" + new string(' ', length - filler.Length - 8) + "\n" + Rows;
            CollectionAssert.AreEqual(expected, MultiLabelTextRows.Load(text)[2..], $"{length}");
        }
    }

    [TestMethod]
    public void A_stray_carriage_return_is_refused_wherever_the_window_ends()
    {
        for (int blanks = 65535 - 16; blanks < 65535; blanks++)
        {
            string text = $"1 4 3\n0 {new string(' ', blanks)}0:1\r1:1\n";
            var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Load(text), $"{blanks}");
            Assert.AreEqual((2, blanks + 6), ((int)e.Line, (int)e.Column));
        }
    }

    [TestMethod]
    public void A_row_longer_than_the_window_is_read()
    {
        const int Features = 100_000;
        var text = new StringBuilder($"2 {Features} 1\n0");
        for (int i = Features - 1; i >= 0; i--)
            text.Append(' ').Append(i).Append(":1");
        text.Append("\n 5:2\n");
        using var file = new TemporaryFile(text.ToString());
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        CollectionAssert.AreEqual(new float[] { Features, 2 }, data.GetColumn<float[]>("Features").Select(row => row.Sum()).ToArray());
    }

    [TestMethod]
    public void A_long_line_of_repeated_indices_is_refused_early()
    {
        using var file = new TemporaryFile("1 3 1\n0" + string.Concat(Enumerable.Repeat(" 2:1 1:1", 1_000_000)));
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => cursor.MoveNext());
        Assert.IsLessThan(100_000, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual((2, 15), ((int)e.Line, (int)e.Column));
    }

    [TestMethod]
    public void An_item_of_thousands_of_digits_is_read_and_an_endless_one_refused()
    {
        string zeros = new('0', 1000);
        string thousand = "15" + zeros;
        CollectionAssert.AreEqual(new[] { "0 | 1:0.15" }, MultiLabelTextRows.Load($"1 4 3\n{zeros} 1:.{thousand}\n"));
        CollectionAssert.AreEqual(new[] { "0 | 1:1.5" }, MultiLabelTextRows.Load($"1 4 3\n0 1:{thousand}e-1001\n"));
        foreach (string item in new[] { "1:" + new string('1', 100_000), "1:1." + new string('0', 100_000), new string('0', 100_000) + "1:1" })
        {
            var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Load($"1 4 3\n0 {item}\n"));
            StringAssert.Contains(e.Message, $"line 2, column 3: an item longer than 65534 characters: '{item[..40]}...'.", StringComparison.Ordinal);
        }

        var infinite = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Load($"1 4 3\n0 1:{thousand}\n"));
        StringAssert.Contains(infinite.Message, "infinite in single precision", StringComparison.Ordinal);
    }

    [TestMethod]
    public void No_allocation_per_row_once_warm()
    {
        var text = new StringBuilder("3000 50 5\n");
        for (int row = 0; row < 3000; row++)
            text.Append("3,1 ").AppendJoin(' ', Enumerable.Range(0, 20).Select(i => $"{49 - (2 * i)}:{i}.{row}")).Append('\n');
        using var file = new TemporaryFile(text.ToString());
        IDataView data = new MLContext().Data.LoadFromMultiLabelTextFile(file.Path);
        Assert.AreEqual(0, Allocations.Least(() => AllocatedByWarmRows(data)));
    }

    private static long AllocatedByWarmRows(IDataView data)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> getLabels = cursor.GetGetter<VBuffer<float>>(data.Schema["Label"]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        VBuffer<float> labels = default;
        VBuffer<float> features = default;
        long start = 0;
        while (cursor.MoveNext())
        {
            getLabels(ref labels);
            getFeatures(ref features);
            if (cursor.Position == 10)
                start = GC.GetAllocatedBytesForCurrentThread();
        }

        return GC.GetAllocatedBytesForCurrentThread() - start;
    }
}
