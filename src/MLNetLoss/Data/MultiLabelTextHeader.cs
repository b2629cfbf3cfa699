namespace MLNetLoss.Data;

/// <summary>The first line "rows features labels" as written, and the checks that it is plausible.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Features">Number of features.</param>
/// <param name="Labels">Number of labels.</param>
internal sealed record MultiLabelTextHeader(MultiLabelTextHeader.Field Rows, MultiLabelTextHeader.Field Features, MultiLabelTextHeader.Field Labels)
{
    /// <summary>A number of the header.</summary>
    /// <param name="Value">The number; <see cref="long.MaxValue"/> if it does not fit in 32 bits.</param>
    /// <param name="Position">Its position in the buffer.</param>
    internal readonly record struct Field(long Value, int Position);

    /// <summary>Skips the byte order mark of UTF-8 text.</summary>
    /// <param name="buffer">The file's beginning.</param>
    public static void SkipByteOrderMark(MultiLabelTextBuffer buffer)
    {
        buffer.Refill();
        if (buffer.Bytes.AsSpan(0, buffer.End).StartsWith("\uFEFF"u8))
            buffer.Position = 3;
        buffer.StartLine();
    }

    /// <summary>
    /// Reads a line of three plain numbers, which cannot be a row, since items have a colon. Leaves the buffer at the line's end, or
    /// unchanged if the line is something else.
    /// </summary>
    /// <param name="buffer">The file's beginning.</param>
    public static MultiLabelTextHeader? Read(MultiLabelTextBuffer buffer)
    {
        var fields = new Field[3];
        int position = buffer.Position;
        for (int i = 0; i < fields.Length; i++)
        {
            SkipBlanks(buffer, ref position);
            int start = position;
            fields[i] = new(MultiLabelTextNumber.ReadIndex(buffer.Bytes, ref position), start);
            if (position == start)
                return null;
        }

        SkipBlanks(buffer, ref position);
        if (buffer.Bytes[position] == '\r')
            position++;
        bool cut = position == buffer.End && buffer.Offset - buffer.Position + position < buffer.Length;
        if (buffer.Bytes[position] != '\n' || cut)
            return null;
        buffer.Position = position;
        return new(fields[0], fields[1], fields[2]);
    }

    /// <summary>The number of rows, if the file is long enough for them: each takes at least a byte.</summary>
    /// <param name="buffer">The file.</param>
    public long CheckRows(MultiLabelTextBuffer buffer)
    {
        if (Rows.Value == 0)
            throw buffer.Fault(Rows.Position, "the header says that the file has no rows.");
        return Rows.Value <= buffer.Length
            ? Rows.Value
            : throw buffer.Fault(Rows.Position, $"the header says {buffer.Quote(Rows.Position)} rows; a file of {buffer.Length} bytes cannot hold them.");
    }

    /// <summary>The bound set by a number in the header, if it is plausible.</summary>
    /// <param name="buffer">The file.</param>
    /// <param name="role">"feature" or "label".</param>
    /// <param name="field">The number.</param>
    /// <param name="given">The number the caller states; null for none.</param>
    /// <param name="parameter">The parameter that states it.</param>
    public static MultiLabelTextBound Bound(MultiLabelTextBuffer buffer, string role, Field field, int? given, string parameter)
    {
        string written = buffer.Quote(field.Position);
        if (field.Value == 0)
            throw buffer.Fault(field.Position, $"the header says 0 {role}s; expected at least 1.");
        if (given is { } number && number != field.Value)
            throw new ArgumentException($"{parameter} is {number}, but the header of the file says {written} {role}s.", parameter);
        int most = given ?? MultiLabelTextBound.Believable(buffer.Length);
        return field.Value <= most
            ? new(role, 0, (int)field.Value, $"the header's {written} {role}s")
            : throw buffer.Fault(field.Position,
                $"the header says {written} {role}s; a file of {buffer.Length} bytes is believed to have {most} at most, unless {parameter} says the same.");
    }

    private static void SkipBlanks(MultiLabelTextBuffer buffer, ref int position)
    {
        while (buffer.Bytes[position] is (byte)' ' or (byte)'\t')
            position++;
    }
}
