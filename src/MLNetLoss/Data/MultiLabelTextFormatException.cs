namespace MLNetLoss.Data;

/// <summary>The exception for a multi-label text file that violates its format: names the file, the place, what was expected and what was found.</summary>
public sealed class MultiLabelTextFormatException : FormatException
{
    /// <summary>Makes the exception for a fault.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="column">The byte in the line, counted from 1; the same as the character, since the format is ASCII.</param>
    /// <param name="fault">What was expected and what was found.</param>
    public MultiLabelTextFormatException(string path, long line, long column, string fault)
        : base($"{path}, line {line}, column {column}: {fault}")
    {
        Path = path;
        Line = line;
        Column = column;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>The line of the fault, counted from 1, empty lines included.</summary>
    public long Line { get; }

    /// <summary>The byte of the fault in its line, counted from 1.</summary>
    public long Column { get; }
}
