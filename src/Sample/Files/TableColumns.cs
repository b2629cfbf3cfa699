namespace MLNetLoss.Sample.Files;

/// <summary>Which columns of a table to read.</summary>
/// <param name="Text">The header of the column of text; null when the user named none.</param>
/// <param name="Labels">The header of the column of labels; null when the user named none.</param>
/// <param name="Separator">The character between two labels of a row; null if the user gave none.</param>
internal sealed record TableColumns(string? Text, string? Labels, char? Separator)
{
    /// <summary>The character between two labels unless the user gives another.</summary>
    public const char DefaultSeparator = ';';
}
