namespace MLNetLoss.Sample.Files;

/// <summary>Which columns of a table hold what.</summary>
/// <param name="Text">The header of the column of text; null when the user named none.</param>
/// <param name="Labels">The header of the column of labels; null when the user named none.</param>
/// <param name="Separator">What stands between two labels of a row; null when the user did not say.</param>
internal sealed record TableColumns(string? Text, string? Labels, char? Separator)
{
    /// <summary>What stands between two labels unless the user says otherwise.</summary>
    public const char DefaultSeparator = ';';
}
