using MLNetLoss.Sample;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>The reader of tables of text: each is refused with one clean line, or read, written and read again with the same rows.</summary>
internal sealed class TableTarget() : FuzzTarget(
    "table", "table",
    ",", "\t", ";", "\"", "\"\"", "\n", "\r", "\r\n", "Text", "Tags", "Text,Tags\n", "\u00EF\u00BB\u00BF", "\0", "\u001b[31m", "\u00FF",
    "\u00E2\u0080\u00A8", "'", "\\", "#", " ", "=1+1", "\u00FE\u00FF", "\u00FF\u00FE")
{
    public override bool Try(byte[] input, Random random)
    {
        string file = Path.Combine(Folder, random.Next(4) == 0 ? "table.tsv" : "table.csv");
        File.WriteAllBytes(file, input);
        List<TextRow> rows;
        try
        {
            rows = Bounded(400_000 + (200L * input.Length), () => TextTable.Read(file, "Text", "Tags", ';'));
        }
        catch (InputException exception)
        {
            CleanLine.Check(CommandLine.Line(exception));
            return false;
        }

        string again = Path.Combine(Folder, "again.csv");
        TextTable.Write(again, "Text", "Tags", rows);
        List<TextRow> read = TextTable.Read(again, "Text", "Tags", ';');
        if (!rows.Select(Describe).SequenceEqual(read.Select(Describe)))
            throw new FuzzException($"written and read again, {rows.Count} rows differ from what they were");
        return true;
    }

    private static string Describe(TextRow row) => $"{row.Text}|{string.Join('|', row.Tags)}";
}
