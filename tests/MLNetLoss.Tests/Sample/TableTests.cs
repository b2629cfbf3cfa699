using System.Text;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Tests.Sample;

[TestClass]
public class TableTests
{
    private static string ErrorOf(Action action) => Assert.ThrowsExactly<InputException>(action).Message;

    [TestMethod]
    public void ReadsTextAndLabelsWithQuotesNewlinesAndBlanks()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", "id,Text,Tags\n1,\"a, \"\"b\"\"\nc\", x ; y;;\n2,\"say \"\"hi\"\"\",\n");
        List<TextRow> rows = TextTable.Read(path, "Text", "Tags", ';');
        Assert.HasCount(2, rows);
        Assert.AreEqual("a, \"b\" c", rows[0].Text);
        CollectionAssert.AreEqual(new[] { "x", "y" }, rows[0].Tags);
        Assert.AreEqual("say \"hi\"", rows[1].Text);
        Assert.IsEmpty(rows[1].Tags);
    }

    [TestMethod]
    [DataRow("two\nlines")]
    [DataRow("two\r\nlines")]
    [DataRow("two\tlines")]
    [DataRow("two\u00A0lines")]
    public void WhiteSpaceOfAnyKindPartsWords(string text)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", $"Text,Tags\n\"{text}\",x\n");
        string read = TextTable.Read(path, "Text", "Tags", ';').Single().Text;
        CollectionAssert.AreEqual(new[] { "two", "lines" }, read.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    [DataRow("\nText,Tags\n\na,b\n\n\nc,d\n\n")]
    [DataRow("Text,Tags\r\na,b\r\n\r\nc,d\r\n\r\n")]
    public void EmptyLinesAreNoRowsOfSeveralColumns(string content)
    {
        using var directory = new TemporaryDirectory();
        List<TextRow> rows = TextTable.Read(directory.Write("a.csv", content), "Text", "Tags", ';');
        CollectionAssert.AreEqual(new[] { "a", "c" }, rows.ConvertAll(row => row.Text));
    }

    [TestMethod]
    public void AnEmptyLineOfOneColumnIsNotTakenForNothing()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", "Text\na\n\n\nb\n");
        StringAssert.Contains(
            ErrorOf(() => TextTable.Read(path, "Text", null, ';')), "a.csv, line 3: is empty; write \"\" for an empty cell, or remove the line");
        List<TextRow> rows = TextTable.Read(directory.Write("b.csv", "Text\na\n\"\"\nb\n\n"), "Text", null, ';');
        CollectionAssert.AreEqual(new[] { "a", "", "b" }, rows.ConvertAll(row => row.Text));
    }

    [TestMethod]
    public void ReadsTabsInTsvFilesAndAnotherSeparator()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.tsv", "Text\tTags\none, two\tp|q\n");
        TextRow row = TextTable.Read(path, "Text", "Tags", '|').Single();
        Assert.AreEqual("one, two", row.Text);
        CollectionAssert.AreEqual(new[] { "p", "q" }, row.Tags);
    }

    [TestMethod]
    [DataRow("Id;Text;Tags\r\n1;one, two;\"p;q\"\r\n", ';')]
    [DataRow("Id\tText\tTags\n1\tone, two\tp;q\n", '\t')]
    [DataRow("Id|Text|Tags\n1|one, two|p;q\n", '|')]
    public void ReadsColumnsWithAnotherDelimiter_AndOtherwiseNamesIt(string content, char delimiter)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", content);
        TextRow row = TextTable.Read(path, "Text", "Tags", ';', delimiter).Single();
        Assert.AreEqual("one, two", row.Text);
        CollectionAssert.AreEqual(new[] { "p", "q" }, row.Tags);
        string named = delimiter == '\t' ? @"\t" : $"{delimiter}";
        StringAssert.EndsWith(
            ErrorOf(() => TextTable.Read(path, "Text", "Tags", ';')), $"; columns separated by '{named}' need --delimiter '{named}'");
        Assert.DoesNotContain("--delimiter", ErrorOf(() => TextTable.Read(path, "Body", "Tags", ';')));
    }

    [TestMethod]
    [DataRow("\"Text\";\"Tags\"\r\n\"one, two\";\"p;q\"\r\n", ",", "line 1", ";")]
    [DataRow("\uFEFF\"Text\"\t\"Tags\"\n\"a\"\t\"b\"\n", ",", "line 1", @"\t")]
    [DataRow("\nId|\"Text\"\n1|\"a\"\n", ",", "line 2", "|")]
    [DataRow("\"Text\",\"Tags\"\na,b\n", "\t", "line 1", ",")]
    public void NamesTheDelimiterOfAQuotedHeader(string content, string given, string place, string delimiter)
    {
        using var directory = new TemporaryDirectory();
        string error = ErrorOf(() => TextTable.Read(directory.Write("a.csv", content), "Text", null, ';', given[0]));
        StringAssert.Contains(error, place);
        StringAssert.EndsWith(error, $"; columns separated by '{delimiter}' need --delimiter '{delimiter}'");
    }

    [TestMethod]
    [DataRow("\"Text\"s,Tags\na,b\n")]
    [DataRow("Text,Tags\n\"a\";b,c\n")]
    public void NamesNoDelimiterForOtherFaults(string content)
    {
        using var directory = new TemporaryDirectory();
        string error = ErrorOf(() => TextTable.Read(directory.Write("a.csv", content), "Text", null, ';'));
        StringAssert.Contains(error, "Malformed CSV");
        Assert.DoesNotContain("--delimiter", error);
    }

    [TestMethod]
    [DataRow("a;b\n0.1;0.9\n", "a.csv, line 2, column 1 ('a;b'): expected a number, found '0.1;0.9'; columns separated by ';' need --delimiter ';'")]
    [DataRow("a\n0,5\n", "a.csv, line 2: has 2 columns, the first line has 1")]
    [DataRow("a\n\"0,5\"\n", "a.csv, line 2, column 1 ('a'): expected a number, found '0,5'")]
    public void NamesTheDelimiterOfNumbers(string content, string expected)
    {
        using var directory = new TemporaryDirectory();
        string error = ErrorOf(() => NumberTable.Read(directory.Write("a.csv", content), float.IsFinite, "a number"));
        StringAssert.EndsWith(error, expected);
    }

    [TestMethod]
    [DataRow("say \"hi\",d", "say \"hi\"", "d")]
    [DataRow("5\" screen,d\"", "5\" screen", "d\"")]
    [DataRow("5\" screen,\"d\"", "5\" screen", "d")]
    [DataRow("\"6\"\" by\n5\"\"\",d\"e", "6\" by 5\"", "d\"e")]
    [DataRow("a\"\"b,\"d,e\"", "a\"\"b", "d,e")]
    public void AQuoteInsideACellIsACharacter(string record, string text, string tag)
    {
        using var directory = new TemporaryDirectory();
        TextRow[] rows = [.. TextTable.Read(directory.Write("a.csv", $"Text,Tags\n{record}\nlast,row\n"), "Text", "Tags", ';')];
        Assert.HasCount(2, rows);
        Assert.AreEqual(text, rows[0].Text);
        CollectionAssert.AreEqual(new[] { tag }, rows[0].Tags);
        Assert.AreEqual("last", rows[1].Text);
    }

    [TestMethod]
    [DataRow("Text,Tags\na,b,c\n", "line 2: has 3 columns, the first line has 2")]
    [DataRow("Text,Tags\na,b\n\"c,d\n", "(line 3): a quoted field that is never closed")]
    [DataRow("5\" Text,Tags\na,b\n", "(line 1): a quote inside an unquoted field")]
    [DataRow("Text,Tags\na,b\n\"c\" d,e\n", "(line 3): text after the closing quote of a field")]
    [DataRow("Text,Tags\na,b\n \"c, d\",e\n", "(line 3): a quote after spaces at the beginning of a field")]
    [DataRow("Text,Tags\na,b\n5\" c,\"d\"e\n", "(line 3): text after the closing quote of a field")]
    [DataRow("Text,Tags\na,b\n5\" c,\"d\"\"\n", "(line 3): a quoted field that is never closed")]
    [DataRow("Text,Tags\na,b\n5\" c, \"d\"\n", "(line 3): a quote after spaces at the beginning of a field")]
    [DataRow("Text,Labels\na,b\n", "has no column 'Tags' (--labels); its columns are 'Text', 'Labels'")]
    [DataRow("Text,Tags,Tags\na,b,c\n", "has 2 columns 'Tags' (--labels)")]
    [DataRow("Text,Tags\n", "has a header but no rows")]
    [DataRow("", "the file is empty")]
    public void RefusesMalformedTextTablesByPlace(string content, string expected)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", content);
        string message = ErrorOf(() => TextTable.Read(path, "Text", "Tags", ';'));
        StringAssert.Contains(message, expected);
        StringAssert.StartsWith(message, path);
    }

    [TestMethod]
    [DataRow("utf-8")]
    [DataRow("utf-16")]
    public void ReadsWhatAByteOrderMarkSays(string encoding)
    {
        using var directory = new TemporaryDirectory();
        string path = directory["a.csv"];
        File.WriteAllText(path, "Text,Tags\nein Stück,Bücher;größer\n", Encoding.GetEncoding(encoding));
        TextRow row = TextTable.Read(path, "Text", "Tags", ';').Single();
        Assert.AreEqual("ein Stück", row.Text);
        CollectionAssert.AreEqual(new[] { "Bücher", "größer" }, row.Tags);
    }

    [TestMethod]
    public void RefusesAnotherEncodingByPlace()
    {
        using var directory = new TemporaryDirectory();
        string path = directory["a.csv"];
        File.WriteAllText(path, "Text,Tags\nein Wort,Buch\nein Stück,größer\n", Encoding.Latin1);
        StringAssert.Contains(ErrorOf(() => TextTable.Read(path, "Text", "Tags", ';')), "a.csv, line 3, column 1: is not in UTF-8");
        File.WriteAllBytes(path, Encoding.Unicode.GetBytes("Text,Tags\nein Wort,Buch\n"));
        StringAssert.Contains(ErrorOf(() => TextTable.Read(path, "Text", "Tags", ';')), "a.csv, line 1, column 1: is not in UTF-8");
        File.WriteAllText(path, "größer\n1\n", Encoding.Latin1);
        StringAssert.Contains(ErrorOf(() => NumberTable.Read(path, float.IsFinite, "a number")), "a.csv, line 1, column 1: is not in UTF-8");
    }

    [TestMethod]
    public void RefusesAMissingFileAndADirectory()
    {
        using var directory = new TemporaryDirectory();
        StringAssert.Contains(ErrorOf(() => TextTable.Read(directory["no.csv"], "Text", null, ';')), "no.csv: no such file");
        StringAssert.Contains(ErrorOf(() => TextTable.Read(directory.Path, "Text", null, ';')), "is a directory");
    }

    [TestMethod]
    public void ReadsNumbersWithAndWithoutHeader()
    {
        using var directory = new TemporaryDirectory();
        NumberTable plain = NumberTable.Read(directory.Write("a.csv", "1,-2.5\n3e1,4\n"), float.IsFinite, "a number");
        NumberTable named = NumberTable.Read(directory.Write("b.csv", "x,y\n1,-2.5\n3e1,4\n"), float.IsFinite, "a number");
        Assert.IsNull(plain.Names);
        CollectionAssert.AreEqual(new[] { "x", "y" }, named.Names);
        foreach (NumberTable table in new[] { plain, named })
        {
            Assert.HasCount(2, table.Rows);
            CollectionAssert.AreEqual(new[] { 1f, -2.5f }, table.Rows[0]);
            CollectionAssert.AreEqual(new[] { 30f, 4f }, table.Rows[1]);
        }
    }

    [TestMethod]
    public void ReadsInfinitiesAsOtherSystemsWriteThem()
    {
        using var directory = new TemporaryDirectory();
        NumberTable table = NumberTable.Read(directory.Write("a.csv", "inf,-inf, Inf,+inf\nInfinity,-Infinity,1e999,-1e999\n"), _ => true, "a number");
        foreach (float[] row in table.Rows)
        {
            for (int i = 0; i < row.Length; i++)
                Assert.AreEqual(float.IsNegative(row[i]) ? float.NegativeInfinity : float.PositiveInfinity, row[i]);
        }
        CollectionAssert.AreEqual(new[] { false, true, false, false }, Array.ConvertAll(table.Rows[0], float.IsNegative));
        StringAssert.Contains(ErrorOf(() => NumberTable.Read(directory.Write("b.csv", "1\n-infi\n"), _ => true, "a number")), "found '-infi'");
    }

    [TestMethod]
    [DataRow("x,y\n1,2\n3,oops\n", "line 3, column 2 ('y'): expected a finite number, found 'oops'")]
    [DataRow("1,2\n3,NaN\n", "line 2, column 2: expected a finite number, found 'NaN'")]
    [DataRow("x,y\n1,\n", "line 2, column 2 ('y'): expected a finite number, found ''")]
    [DataRow("1,2\n3\n", "line 2: has 1 column, the first line has 2")]
    [DataRow("x,y\n", "has a header but no rows")]
    public void RefusesMalformedNumberTablesByPlace(string content, string expected)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.csv", content);
        StringAssert.Contains(ErrorOf(() => NumberTable.Read(path, float.IsFinite, "a finite number")), expected);
    }
}
