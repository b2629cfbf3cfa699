namespace MLNetLoss.Sample.Files;

/// <summary>What the user says of how data is laid out.</summary>
/// <param name="Text">The header of the column of text; null when the user named none.</param>
/// <param name="Labels">The header of the column of labels; null when the user named none.</param>
/// <param name="Separator">The character between two labels; null if the user gave none.</param>
/// <param name="Delimiter">The character between two columns; null for a comma, or a tab in a <c>.tsv</c> file.</param>
/// <param name="ZeroBasedLabels">Whether the labels of a file in the multi-label text format without a header count from 0.</param>
internal sealed record DataLayout(string? Text, string? Labels, char? Separator, char? Delimiter = null, bool ZeroBasedLabels = false)
{
    /// <summary>The character between two labels unless the user gives another.</summary>
    public const char DefaultSeparator = ';';
}
