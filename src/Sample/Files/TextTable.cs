using CsvHelper;

namespace MLNetLoss.Sample.Files;

/// <summary>Reads and writes rows of text and labels in a table with a header.</summary>
internal static class TextTable
{
    /// <summary>Reads the whole file. Line breaks, tabs and other white space within a text become spaces.</summary>
    /// <param name="path">A <c>.csv</c> or <c>.tsv</c> file.</param>
    /// <param name="textColumn">The header of the column of text.</param>
    /// <param name="labelsColumn">The header of the column of labels, or null to read text only.</param>
    /// <param name="separator">The character between two labels of a row.</param>
    /// <param name="delimiter">The character between two columns; null for that of the file's ending.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="InputException">The file is malformed, has no such column, or no rows.</exception>
    public static List<TextRow> Read(
        string path, string textColumn, string? labelsColumn, char separator, char? delimiter = null,
        CancellationToken cancellationToken = default)
    {
        using TableReader reader = TableReader.Open(path, delimiter);
        int text = ColumnOf(path, reader.First, textColumn, "--text");
        int labels = labelsColumn is null ? -1 : ColumnOf(path, reader.First, labelsColumn, "--labels");
        var rows = new List<TextRow>();
        while (reader.Next() is { } record)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(new TextRow
            {
                Text = WithSpaces(record[text]),
                Tags = labels < 0 ? [] : record[labels].Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            });
        }
        return rows.Count > 0 ? rows : throw new InputException($"{path}: has a header but no rows");
    }

    /// <summary>Writes a table that <see cref="Read"/> reads: whole, or not at all.</summary>
    /// <param name="path">The <c>.csv</c> file; it is replaced if it exists.</param>
    /// <param name="textColumn">The header of the column of text.</param>
    /// <param name="labelsColumn">The header of the column of labels.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Nothing is written once it is cancelled.</param>
    public static void Write(
        string path, string textColumn, string labelsColumn, IEnumerable<TextRow> rows, CancellationToken cancellationToken = default) =>
        AtomicFile.Write(path, temporary => WriteTo(temporary, textColumn, labelsColumn, rows), cancellationToken);

    private static void WriteTo(string path, string textColumn, string labelsColumn, IEnumerable<TextRow> rows)
    {
        using CsvWriter writer = CsvWriter.ToFile(path, new CsvWriterOptions { NewLine = "\n" });
        writer.WriteField(textColumn);
        writer.WriteField(labelsColumn);
        writer.EndRecord();
        foreach (TextRow row in rows)
        {
            writer.WriteField(row.Text);
            writer.WriteField(string.Join(DataLayout.DefaultSeparator, row.Tags));
            writer.EndRecord();
        }
    }

    // ML.NET splits text into words only at spaces, and would read the words around a line break as one.
    private static string WithSpaces(string text) => string.Create(text.Length, text, static (spaced, text) =>
    {
        for (int i = 0; i < text.Length; i++)
            spaced[i] = char.IsWhiteSpace(text[i]) ? ' ' : text[i];
    });

    private static int ColumnOf(string path, string[] header, string name, string option)
    {
        int[] found = [.. Enumerable.Range(0, header.Length).Where(i => header[i].Trim() == name)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new InputException($"{path}: has no column '{name}' ({option}); its columns are {Names(header)}{Hint(header, name)}"),
            _ => throw new InputException($"{path}: has {found.Length} columns '{name}' ({option})"),
        };
    }

    private static string Hint(string[] header, string name) =>
        header is [var line] ? TableReader.DelimiterHint(c => line.Split(c).Any(cell => cell.Trim() == name)) : "";

    private static string Names(string[] header) =>
        string.Join(", ", header.Take(10).Select(name => $"'{name}'")) + (header.Length > 10 ? $" and {header.Length - 10} more" : "");
}
