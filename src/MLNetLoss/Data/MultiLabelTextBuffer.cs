using System.Buffers;

namespace MLNetLoss.Data;

/// <summary>
/// A window of bytes that moves over a file and tracks line and column. The byte after the window is always a line feed, so that parsing
/// loops need not test for the window's end: a loop that stops at <see cref="End"/> calls <see cref="Refill"/> and tries again.
/// </summary>
internal sealed class MultiLabelTextBuffer : IDisposable
{
    private const int Size = 1 << 16;
    private readonly string _path;
    private readonly FileStream _file;
    private byte[]? _bytes;
    private long _offset;
    private long _lineOffset;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">The start: the beginning of a line.</param>
    /// <param name="line">The number of that line.</param>
    public MultiLabelTextBuffer(string path, long offset, long line)
    {
        _path = path;
        _file = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        try
        {
            if (!_file.CanSeek)
                throw new IOException($"{path} is read more than once and must be a file on a disk, not a pipe or a device.");
            Length = _file.Length;
            _file.Position = offset;
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        _offset = _lineOffset = offset;
        Line = line;
        _bytes = ArrayPool<byte>.Shared.Rent(Size);
        _bytes[0] = (byte)'\n';
    }

    /// <summary>The file's length in bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>The window, followed by a line feed.</summary>
    public byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(MultiLabelTextBuffer));

    /// <summary>The current position in the window.</summary>
    public int Position { get; set; }

    /// <summary>The window's length.</summary>
    public int End { get; private set; }

    /// <summary>Whether the window reaches the file's end.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>The current line number.</summary>
    public long Line { get; private set; }

    /// <summary>The current offset in the file.</summary>
    public long Offset => _offset + Position;

    /// <summary>Moves the window so that it begins at <see cref="Position"/>, which becomes 0, and reads more bytes.</summary>
    /// <exception cref="MultiLabelTextFormatException">The window is full: no item of the format is that long.</exception>
    /// <exception cref="IOException">The file ends before the length it had when it was opened.</exception>
    public void Refill()
    {
        byte[] bytes = Bytes;
        int kept = End - Position;
        if (kept == Size - 1)
            throw Fault(Position, $"an item longer than {Size - 2} characters: '{Quote(Position)}'.");
        bytes.AsSpan(Position, kept).CopyTo(bytes);
        _offset += Position;
        Position = 0;
        int read = _file.Read(bytes, kept, Size - 1 - kept);
        End = kept + read;
        bytes[End] = (byte)'\n';
        AtEnd = read == 0;
        // Otherwise a number cut in two could pass for a shorter one.
        if (AtEnd && _offset + End < Length)
            throw new IOException($"{_path} became shorter while it was read: it had {Length} bytes and ends after {_offset + End}.");
    }

    /// <summary>Skips the line feed at the current position, unless it is the one after the file's last byte.</summary>
    public void EndLine()
    {
        if (Position == End)
            return;
        Position++;
        Line++;
        StartLine();
    }

    /// <summary>Makes columns count from the current position.</summary>
    public void StartLine() => _lineOffset = Offset;

    /// <summary>The column, from 1, of a position in the window that lies in the current line.</summary>
    /// <param name="position">The position.</param>
    public long ColumnOf(int position) => _offset + position - _lineOffset + 1;

    /// <summary>Makes the exception for a fault in the current line.</summary>
    /// <param name="position">Its position in the window.</param>
    /// <param name="fault">What was expected and what was found.</param>
    public MultiLabelTextFormatException Fault(int position, string fault) => FaultAt(ColumnOf(position), fault);

    /// <summary>Makes the exception for a fault in the current line.</summary>
    /// <param name="column">Its column, from 1.</param>
    /// <param name="fault">What was expected and what was found.</param>
    public MultiLabelTextFormatException FaultAt(long column, string fault) => new(_path, Line, column, fault);

    /// <summary>The end of the item at the current position: <see cref="End"/> if it does not end in the window.</summary>
    public int EndOfItem()
    {
        int length = Bytes.AsSpan(Position, End - Position).IndexOfAny(" \t\r\n"u8);
        return length < 0 ? End : Position + length;
    }

    /// <summary>The item at a position as text for a message: shortened, and without control characters.</summary>
    /// <param name="position">The start of the item.</param>
    public string Quote(int position)
    {
        const int Longest = 40;
        ReadOnlySpan<byte> rest = Bytes.AsSpan(position, End - position);
        int length = rest.IndexOfAny(" \t\r\n"u8);
        ReadOnlySpan<byte> item = length < 0 ? rest : rest[..Math.Max(length, 1)];
        bool cut = item.Length > Longest;
        string text = string.Create(cut ? Longest : item.Length, item, static (text, item) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = item[i] is >= 0x20 and < 0x7f ? (char)item[i] : '?';
        });
        return cut ? text + "..." : text;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
