using System.Text.Unicode;
using CsvHelper;

namespace MLNetLoss.Sample.Files;

/// <summary>
/// Streams the records of a comma- or tab-separated file, and refuses malformed ones, naming the line. A quote inside a cell that does not begin with one
/// is an ordinary character, except in the header.
/// </summary>
internal sealed class TableReader : IDisposable
{
    private const string TextAfterQuote = "text after the closing quote of a field";
    private const string NeverClosed = "a quoted field that is never closed";

    private readonly CsvReader _reader;
    private readonly string _path;
    private readonly int _columns;

    private TableReader(string path, CsvReader reader, string[] first)
    {
        _path = path;
        _reader = reader;
        First = first;
        _columns = first.Length;
    }

    /// <summary>The first record, which is the header if the file has one.</summary>
    public string[] First { get; }

    /// <summary>The number of the line the current record begins on, from 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Whether a path names a table by its ending.</summary>
    /// <param name="path">The path.</param>
    public static bool IsTable(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV";

    /// <summary>Opens a file and reads its first record.</summary>
    /// <param name="path">The file.</param>
    /// <param name="delimiter">The character between two columns; null for a tab in a file that ends in <c>.tsv</c>, a comma in every other.</param>
    /// <exception cref="InputException">It does not exist, is empty or malformed.</exception>
    public static TableReader Open(string path, char? delimiter = null)
    {
        Existing(path);
        // Never guessed: in a short file with several labels per cell, their separator can look like that of the columns.
        char used = delimiter ?? (Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',');
        bool isFirst = true;
        var options = new CsvReaderOptions
        {
            Separator = used,
            HasHeader = false,
            // Only what Refuse lets pass: a quote in the middle of a cell that is not in quotes.
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = record => Refuse(record, used, isFirst),
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            TrackLineNumbers = true,
            // In a table of one column, they can be empty cells; see Read.
            SkipEmptyLines = false,
        };
        CsvReader reader = CsvReader.FromFile(path, options);
        try
        {
            // Empty lines before the first record are skipped whatever the number of columns.
            if (!Read(path, reader, columns: 2, reason => $"{reason.TrimEnd('.')}{QuotesHint(path, used)}"))
                throw new InputException($"{path}: the file is empty");
            isFirst = false;
            return new TableReader(path, reader, Record(path, reader));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>What to say of a table that another delimiter seems to fit; empty if none does.</summary>
    /// <param name="fits">Whether it would fit.</param>
    public static string DelimiterHint(Func<char, bool> fits) =>
        ";\t|,".Where(fits).Select(c => c == '\t' ? @"\t" : $"{c}").FirstOrDefault() is { } found
            ? $"; columns separated by '{found}' need --delimiter '{found}'" : "";

    /// <summary>Checks that a file exists.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It does not exist, or is a directory.</exception>
    public static void Existing(string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a directory, not a file");
        if (!File.Exists(path))
            throw new InputException($"{path}: no such file");
    }

    /// <summary>The next record, or null at the end.</summary>
    /// <exception cref="InputException">It has more or fewer columns than the first.</exception>
    public string[]? Next()
    {
        if (!Read(_path, _reader, _columns))
            return null;
        string[] record = Record(_path, _reader);
        return record.Length == _columns ? record
            : throw new InputException($"{_path}, line {Line}: has {Count(record.Length)}, the first line has {_columns}");
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>Reads the next record, skipping empty lines. With a single column, one that a record follows could be an empty cell, and is refused.</summary>
    private static bool Read(string path, CsvReader reader, int columns, Func<string, string>? explain = null)
    {
        try
        {
            long emptyLine = 0;
            while (reader.Read())
            {
                if (reader.FieldCount == 1 && reader.GetRawSpan(0).IsEmpty)
                    emptyLine = emptyLine == 0 ? reader.LineNumber : emptyLine;
                else if (emptyLine > 0 && columns == 1)
                    throw new InputException($"{path}, line {emptyLine}: is empty; write \"\" for an empty cell, or remove the line");
                else
                    return true;
            }

            return false;
        }
        catch (CsvFormatException exception)
        {
            throw new InputException($"{path}: {explain?.Invoke(exception.Message) ?? exception.Message}");
        }
    }

    private static void Refuse(CsvMalformedRecord record, char delimiter, bool isFirst)
    {
        string reason = record.Reason switch
        {
            // In a header it rather tells that the columns are separated by another character.
            CsvMalformedReason.StrayQuote when isFirst => "a quote inside an unquoted field",
            CsvMalformedReason.StrayQuote => QuoteFault(record.RawRecord, delimiter) ?? "",
            CsvMalformedReason.TextAfterClosingQuote => TextAfterQuote,
            CsvMalformedReason.UnterminatedQuote => NeverClosed,
            _ => $"{record.Reason}",
        };
        if (reason.Length > 0)
            throw new CsvFormatException($"Malformed CSV in record {record.RecordNumber} (line {record.LineNumber}): {reason}.");
    }

    // Of several faults in a record, only the first is reported.
    private static string? QuoteFault(string record, char delimiter)
    {
        for (int i = 0; i <= record.Length; i++)
        {
            int begin = i;
            if (i < record.Length && record[i] == '"')
            {
                do
                {
                    i = record.IndexOf('"', i + 1) + 1;
                    if (i == 0)
                        return NeverClosed;
                }
                while (i < record.Length && record[i] == '"');
                if (i < record.Length && record[i] != delimiter)
                    return TextAfterQuote;
                continue;
            }
            i = record.IndexOf(delimiter, begin);
            i = i < 0 ? record.Length : i;
            // Someone meant the quotes to be the cell's.
            if (record.AsSpan(begin, i - begin).TrimStart().StartsWith('"'))
                return "a quote after spaces at the beginning of a field";
        }
        return null;
    }

    // Cells in quotes make a first line with another delimiter malformed, before its columns can be looked at.
    private static string QuotesHint(string path, char delimiter)
    {
        using var file = new StreamReader(path);
        // The whole first line may be a file of gigabytes.
        char[] start = new char[4096];
        string line = new string(start, 0, file.ReadBlock(start)).Split('\n').FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "";
        return DelimiterHint(c => c != delimiter
            && (line.Contains($"\"{c}", StringComparison.Ordinal) || line.Contains($"{c}\"", StringComparison.Ordinal)));
    }

    private static string Count(int columns) => columns == 1 ? "1 column" : $"{columns} columns";

    private static string[] Record(string path, CsvReader reader)
    {
        var record = new string[reader.FieldCount];
        for (int i = 0; i < record.Length; i++)
        {
            // Decoding it anyway could turn different labels into the same one.
            // UTF-16 without a byte order mark is full of zeros.
            if (!Utf8.IsValid(reader.GetSpan(i)) || reader.GetSpan(i).Contains((byte)0))
                throw new InputException($"{path}, line {reader.LineNumber}, column {i + 1}: is not in UTF-8; save the file in that encoding");
            record[i] = reader.GetString(i);
        }

        return record;
    }
}
