using MLNetLoss.Data;

namespace MLNetLoss.Tests.Data;

/// <summary>What the format means, and what is refused.</summary>
[TestClass]
public class MultiLabelTextFormatTests
{
    private static readonly string[] s_rows = ["0,2 | 0:0.5 3:-2", "| 1:1", "1 |"];

    [TestMethod]
    [DataRow("3 4 3\n0,2 0:0.5 3:-2\n 1:1\n1\n", DisplayName = "plain")]
    [DataRow("3 4 3\r\n0,2 0:0.5 3:-2\r\n 1:1\r\n1\r\n", DisplayName = "Windows line ends")]
    [DataRow("3 4 3\n0,2 0:0.5 3:-2\n 1:1\n1", DisplayName = "no final line end")]
    [DataRow("3 4 3\n0,2 0:0.5 3:-2\n 1:1\n1\r", DisplayName = "final line end cut in two")]
    [DataRow("\u00EF\u00BB\u00BF3 4 3\n0,2 0:0.5 3:-2\n 1:1\n1\n", DisplayName = "byte order mark")]
    [DataRow(" 3\t4  3 \n0,2\t 0:0.5   3:-2  \n  1:1\t\n1 \n", DisplayName = "more blanks, and tabs")]
    [DataRow("3 4 3\n\n0,2 0:0.5 3:-2\n\r\n\n 1:1\n1\n\n\n", DisplayName = "empty lines")]
    [DataRow("3 4 3\n2,0 3:-2 0:0.5\n 1:1\n1\n", DisplayName = "any order")]
    [DataRow("0003 04 3\n0,02 0:+.5 3:-2.0E+00\n 1:10e-1\n001\n", DisplayName = "other spellings of numbers")]
    [DataRow("1,3 1:0.5 4:-2\n 2:1\n2\n", DisplayName = "no header: from 1")]
    [DataRow("\u00EF\u00BB\u00BF1,3 1:0.5 4:-2\r\n 2:1\r\n2", DisplayName = "no header, Windows")]
    public void Rows_are_read(string text) => CollectionAssert.AreEqual(s_rows, MultiLabelTextRows.Load(text));

    [TestMethod]
    public void A_line_with_only_a_blank_is_a_row() =>
        CollectionAssert.AreEqual(new[] { "|", "0 | 0:1", "|" }, MultiLabelTextRows.Load("3 1 1\n \n0 0:1\n \n"));

    [TestMethod]
    public void Labels_of_a_file_without_header_can_count_from_zero() =>
        CollectionAssert.AreEqual(new[] { "0,2 | 0:1" }, MultiLabelTextRows.Load("0,2 1:1\n", zeroBasedLabels: true));

    [TestMethod]
    [DataRow("", 1, 1, "the file is empty.")]
    [DataRow("\u00EF\u00BB\u00BF", 1, 1, "the file is empty.")]
    [DataRow("\n\r\n", 3, 1, "the file holds no row.")]
    [DataRow("\u001F\u008B\b\0", 1, 1, "the file is compressed with gzip; decompress it first.")]
    [DataRow("2 4 3\n0 1:1\n0 1", 3, 3, "expected index:value, got '1'.")]
    [DataRow("1 4 3\n0 1:\n", 2, 3, "expected index:value, got '1:'.")]
    [DataRow("1 4 3\n0 :1\n", 2, 3, "expected index:value, got ':1'.")]
    [DataRow("1 4 3\n0 1:1,2:1\n", 2, 3, "expected index:value, got '1:1,2:1'.")]
    [DataRow("1 4 3\n0 1:1:1\n", 2, 3, "expected index:value, got '1:1:1'.")]
    [DataRow("1 4 3\n0 1: 1\n", 2, 3, "expected index:value, got '1:'.")]
    [DataRow("1 4 3\n0 -1:1\n", 2, 3, "expected index:value, got '-1:1'.")]
    [DataRow("1 4 3\n0 1:0x1\n", 2, 3, "expected index:value, got '1:0x1'.")]
    [DataRow("1 4 3\n0 1:1e\n", 2, 3, "expected index:value, got '1:1e'.")]
    [DataRow("1 4 3\n0 1:.\n", 2, 3, "expected index:value, got '1:.'.")]
    [DataRow("1 4 3\n0 1:--1\n", 2, 3, "expected index:value, got '1:--1'.")]
    [DataRow("1 4 3\n0 1:1 # said\n", 2, 7, "expected index:value, got '#'.")]
    [DataRow("1 4 3\n0 1:\u00E9\0\n", 2, 3, "expected index:value, got '1:??'.")]
    [DataRow("1 4 3\n 1,2 3:4\n", 2, 2, "expected index:value, got '1,2'.")]
    [DataRow("1 4 3\n0:1 1:1\n", 2, 1, "expected labels such as 3,17, got '0:1'; a row without labels begins with a blank.")]
    [DataRow("1 4 3\n0,,1 1:1\n", 2, 3, "expected labels such as 3,17, got ',1'.")]
    [DataRow("1 4 3\n0, 1:1\n", 2, 3, "expected labels such as 3,17, got ' '.")]
    [DataRow("1 4 3\n,0 1:1\n", 2, 1, "expected labels such as 3,17, got ',0'.")]
    [DataRow("1 4 3\n-1 1:1\n", 2, 1, "expected labels such as 3,17, got '-1'.")]
    [DataRow("1 4 3\n1.0 1:1\n", 2, 1, "expected labels such as 3,17, got '1.0'.")]
    [DataRow("1 4 3\n0 1:1 1:2\n", 2, 7, "feature index 1 occurs a second time in the row.")]
    [DataRow("1 4 3\n0 1:1 0:2 1:2\n", 2, 11, "feature index 1 occurs a second time in the row.")]
    [DataRow("1 4 3\n0 3:1 2:2 1:2 0:1 2:1\n", 2, 19, "feature index 2 occurs a second time in the row.")]
    [DataRow("1 4 3\n2,1,2 1:1\n", 2, 5, "label index 2 occurs a second time in the row.")]
    [DataRow("1 4 3\n0 4:1\n", 2, 3, "the feature index of '4:1' is beyond 3, the last of the header's 4 features.")]
    [DataRow("1 4 3\n0 99999999999999999999:1\n", 2, 3, "the feature index of '99999999999999999999:1' is beyond 3, the last of the header's 4 features.")]
    [DataRow("1 4 3\n0,3 1:1\n", 2, 3, "the label index of '3' is beyond 2, the last of the header's 3 labels.")]
    [DataRow("1 4 3\n0 1:NaN\n", 2, 5, "the value of '1:NaN' is not finite.")]
    [DataRow("1 4 3\n0 1:-inf\n", 2, 5, "the value of '1:-inf' is not finite.")]
    [DataRow("1 4 3\n0 1:Infinity\n", 2, 5, "the value of '1:Infinity' is not finite.")]
    [DataRow("1 4 3\n0 1:1e39\n", 2, 5, "the value of '1:1e39' is infinite in single precision.")]
    [DataRow("1 4 3\n0 1:1\r 2:1\n", 2, 6, "a carriage return without a line feed.")]
    [DataRow("2 4 3\n0 1:1\n", 3, 1, "the file ends after 1 rows; the header says 2.")]
    [DataRow("2 4 3\n", 2, 1, "the file ends after 0 rows; the header says 2.")]
    [DataRow("1 4 3\n0 1:1\n1 1:1\n", 3, 1, "a row too many; the header says 1.")]
    [DataRow("0 4 3\n", 1, 1, "the header says that the file has no rows.")]
    [DataRow("1 0 3\n0\n", 1, 3, "the header says 0 features; expected at least 1.")]
    [DataRow("1 4 0\n0\n", 1, 5, "the header says 0 labels; expected at least 1.")]
    [DataRow("4 3\n0\n", 1, 3, "expected index:value, got '3'; a header would be three counts: rows features labels.")]
    [DataRow("1 4 3 2\n0\n", 1, 3, "expected index:value, got '4'; a header would be three counts: rows features labels.")]
    [DataRow("1 -4 3\n0\n", 1, 3, "expected index:value, got '-4'; a header would be three counts: rows features labels.")]
    [DataRow("0,1 1:1\n", 1, 1, "label index 0 in '0,1'; in a file without a header indices count from 1; pass zeroBasedLabels: true when the file's labels count from 0.")]
    [DataRow("1 0:1\n", 1, 3, "feature index 0 in '0:1'; in a file without a header indices count from 1.")]
    [DataRow("1 1:1\n1 2\n", 2, 3, "expected index:value, got '2'.")]
    [DataRow(" 1:1\n", 1, 1, "no row names a label; numberOfLabels can state their number.")]
    [DataRow("1\n", 1, 1, "no row names a feature; numberOfFeatures can state their number.")]
    public void Faults_are_named_and_placed(string text, int line, int column, string fault)
    {
        var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Load(text));
        Assert.AreEqual($"{e.Path}, line {line}, column {column}: {fault}", e.Message);
        Assert.AreEqual((line, column), ((int)e.Line, (int)e.Column));
    }

    [TestMethod]
    [DataRow("9 4 3\n0\n", 1, "the header says 9 rows; a file of 8 bytes cannot hold them.")]
    [DataRow("1 2000000 3\n0\n", 3, "the header says 2000000 features; a file of 14 bytes is believed to have 1048576 at most, unless numberOfFeatures says the same.")]
    [DataRow("1 4 2147483647\n0\n", 5, "the header says 2147483647 labels; a file of 17 bytes is believed to have 1048576 at most, unless numberOfLabels says the same.")]
    [DataRow("99999999999999999999999 4 3\n0\n", 1, "the header says 99999999999999999999999 rows; a file of 30 bytes cannot hold them.")]
    [DataRow("1 1000000 1000000\n0\n3", 0, null)]
    public void A_header_is_believed_no_further_than_the_file_can_justify(string text, int column, string? fault)
    {
        if (fault is null)
            text = text[..^1];
        else
        {
            var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Load(text));
            Assert.AreEqual($"{e.Path}, line 1, column {column}: {fault}", e.Message);
            return;
        }

        CollectionAssert.AreEqual(new[] { "0 |" }, MultiLabelTextRows.Load(text));
    }

    [TestMethod]
    public void An_index_is_believed_no_further_than_the_file_can_justify()
    {
        var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Load("1 2000000000:1\n"));
        StringAssert.Contains(e.Message, "beyond 1048576", StringComparison.Ordinal);
        CollectionAssert.AreEqual(new[] { "0 | 1999999999:1" }, MultiLabelTextRows.Load("1 2000000000:1\n", features: 2_000_000_000));
        CollectionAssert.AreEqual(new[] { "0 | 0:1" }, MultiLabelTextRows.Load("1 2000000000 1\n0 0:1\n", features: 2_000_000_000));
    }

    [TestMethod]
    public void Sizes_given_must_agree_with_the_header()
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => MultiLabelTextRows.Load("1 4 3\n0 1:1\n", labels: 5));
        Assert.AreEqual("numberOfLabels is 5, but the header of the file says 3 labels. (Parameter 'numberOfLabels')", e.Message);
        e = Assert.ThrowsExactly<ArgumentException>(() => MultiLabelTextRows.Load("1 4 3\n0 1:1\n", features: 3));
        Assert.AreEqual("numberOfFeatures is 3, but the header of the file says 4 features. (Parameter 'numberOfFeatures')", e.Message);
        Assert.HasCount(1, MultiLabelTextRows.Load("1 4 3\n0 1:1\n", labels: 3, features: 4));
    }

    [TestMethod]
    public void An_index_beyond_the_sizes_given_is_an_error()
    {
        var e = Assert.ThrowsExactly<MultiLabelTextFormatException>(() => MultiLabelTextRows.Load("1 1:1 3:1\n", labels: 1, features: 2));
        StringAssert.EndsWith(e.Message, "column 7: the feature index of '3:1' is beyond 2, the last of the 2 features of numberOfFeatures.", StringComparison.Ordinal);
    }
}
