using System.Buffers;

namespace MLNetLoss.Data;

/// <summary>
/// A window of bytes that moves over a file, and knows line and column of each. The byte behind the window is always a line feed, so
/// that parsing loops need not test for the window's end: one that stops at <see cref="End"/> asks <see cref="Refill"/> and tries again.
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
    /// <param name="offset">Where to start: the beginning of a line.</param>
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

    /// <summary>The file's bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>The window, and a line feed behind it.</summary>
    public byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(MultiLabelTextBuffer));

    /// <summary>Where reading stands in the window.</summary>
    public int Position { get; set; }

    /// <summary>The window's length.</summary>
    public int End { get; private set; }

    /// <summary>Whether the window reaches the file's end.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>The number of the line where reading stands.</summary>
    public long Line { get; private set; }

    /// <summary>Offset in the file of the place where reading stands.</summary>
    public long Offset => _offset + Position;

    /// <summary>Moves the window so that it begins at <see cref="Position"/>, which becomes 0, and reads on.</summary>
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
        // Without this a number cut in two could pass for a shorter one.
        if (AtEnd && _offset + End < Length)
            throw new IOException($"{_path} became shorter while it was read: it had {Length} bytes and ends after {_offset + End}.");
    }

    /// <summary>Steps over the line feed where reading stands, if it is not the one behind the file's last byte.</summary>
    public void EndLine()
    {
        if (Position == End)
            return;
        Position++;
        Line++;
        StartLine();
    }

    /// <summary>Lets columns count from where reading stands.</summary>
    public void StartLine() => _lineOffset = Offset;

    /// <summary>The column, from 1, of a place in the window that lies in the current line.</summary>
    /// <param name="position">The place.</param>
    public long ColumnOf(int position) => _offset + position - _lineOffset + 1;

    /// <summary>The exception for a fault in the current line.</summary>
    /// <param name="position">Its place in the window.</param>
    /// <param name="fault">What was expected and what came.</param>
    public MultiLabelTextFormatException Fault(int position, string fault) => FaultAt(ColumnOf(position), fault);

    /// <summary>The exception for a fault in the current line.</summary>
    /// <param name="column">Its column, from 1.</param>
    /// <param name="fault">What was expected and what came.</param>
    public MultiLabelTextFormatException FaultAt(long column, string fault) => new(_path, Line, column, fault);

    /// <summary>Where the item at which reading stands ends: <see cref="End"/> when it does not end in the window.</summary>
    public int EndOfItem()
    {
        int length = Bytes.AsSpan(Position, End - Position).IndexOfAny(" \t\r\n"u8);
        return length < 0 ? End : Position + length;
    }

    /// <summary>The item at a place as text for a message: shortened, and without characters that a terminal would obey.</summary>
    /// <param name="position">Where the item begins.</param>
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
