using System.Globalization;

namespace MLNetLoss.Sample.Files;

/// <summary>A table of numbers with one row per line and one column per label, as other systems write scores or targets.</summary>
/// <param name="Names">The labels' names when the file begins with a header, otherwise null.</param>
/// <param name="Rows">The rows, all of the same length.</param>
internal sealed record NumberTable(string[]? Names, IReadOnlyList<float[]> Rows)
{
    /// <summary>The number of labels.</summary>
    public int LabelCount => Rows[0].Length;

    /// <summary>Reads the whole file. A first line of which no cell is a number is a header; an empty cell is NaN.</summary>
    /// <param name="path">A <c>.csv</c> or <c>.tsv</c> file.</param>
    /// <param name="isAllowed">Which numbers may stand in it.</param>
    /// <param name="expected">What they are, for the message, such as "a probability from 0 to 1".</param>
    /// <param name="delimiter">The character between two columns; null for that of the file's ending.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="InputException">The file is malformed, holds something else, or no rows.</exception>
    public static NumberTable Read(
        string path, Func<float, bool> isAllowed, string expected, char? delimiter = null, CancellationToken cancellationToken = default)
    {
        using TableReader reader = TableReader.Open(path, delimiter);
        string[]? names = reader.First.Any(cell => TryParse(cell, out _)) ? null : reader.First;
        var rows = new List<float[]>();
        for (string[]? record = names is null ? reader.First : reader.Next(); record is not null; record = reader.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new float[record.Length];
            for (int i = 0; i < row.Length; i++)
            {
                if (!TryParse(record[i], out row[i]) || !isAllowed(row[i]))
                {
                    string column = names is null ? $"column {i + 1}" : $"column {i + 1} ('{names[i]}')";
                    throw new InputException($"{path}, line {reader.Line}, {column}: expected {expected}, found '{record[i]}'{Hint(record)}");
                }
            }
            rows.Add(row);
        }
        return rows.Count > 0 ? new NumberTable(names, rows) : throw new InputException($"{path}: has a header but no rows");
    }

    // Not a comma, which in a single column is rather that of a decimal.
    private static string Hint(string[] record) => record is [var line]
        ? TableReader.DelimiterHint(c => c != ',' && line.Contains(c) && line.Split(c).All(cell => TryParse(cell, out _))) : "";

    private static bool TryParse(string cell, out float value)
    {
        value = float.NaN;
        if (string.IsNullOrWhiteSpace(cell) || float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        // As NumPy, pandas and R write infinities.
        ReadOnlySpan<char> word = cell.AsSpan().Trim();
        bool isNegative = word.StartsWith('-');
        if (isNegative || word.StartsWith('+'))
            word = word[1..];
        value = isNegative ? float.NegativeInfinity : float.PositiveInfinity;
        return word.Equals("inf", StringComparison.OrdinalIgnoreCase);
    }
}
