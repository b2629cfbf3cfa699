namespace MLNetLoss.Data;

/// <summary>A multi-label text file breaks its format: says which file, where in it, what was expected and what came.</summary>
public sealed class MultiLabelTextFormatException : FormatException
{
    /// <summary>Describes a fault.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="column">The byte in the line, counted from 1; the same as the character, since the format is ASCII.</param>
    /// <param name="fault">What was expected and what came.</param>
    public MultiLabelTextFormatException(string path, long line, long column, string fault)
        : base($"{path}, line {line}, column {column}: {fault}")
    {
        Path = path;
        Line = line;
        Column = column;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>The line of the fault, counted from 1 and with empty lines.</summary>
    public long Line { get; }

    /// <summary>The byte of the fault in its line, counted from 1.</summary>
    public long Column { get; }
}
