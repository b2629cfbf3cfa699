using System.Runtime.CompilerServices;

namespace MLNetLoss.Data;

/// <summary>
/// Reads a multi-label text file row by row. Every row is checked completely, whatever columns are requested. Memory is a window of bytes
/// and one row; nothing is allocated per row once the longest row has been read.
/// </summary>
/// <param name="layout">The file and its sizes.</param>
internal sealed class MultiLabelTextReader(MultiLabelTextLayout layout) : IDisposable
{
    private readonly MultiLabelTextBuffer _buffer = new(layout.Path, layout.DataOffset, layout.FirstLine);

    /// <summary>The labels of the current row, each with the value 1.</summary>
    public MultiLabelTextEntries Labels { get; } = new();

    /// <summary>The features of the current row.</summary>
    public MultiLabelTextEntries Features { get; } = new();

    /// <summary>Rows read so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Reads the next row.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="MultiLabelTextFormatException">The row violates the format, or the file has another number of rows than it should.</exception>
    public bool Read()
    {
        Labels.Clear();
        Features.Clear();
        if (!SkipEmptyLines())
        {
            CheckRowCount();
            return false;
        }

        if (RowCount == layout.RowCount)
            throw _buffer.Fault(_buffer.Position, $"a row too many; {SaysRowCount()}.");
        if (_buffer.Bytes[_buffer.Position] is not ((byte)' ' or (byte)'\t'))
            ReadLabels();
        while (SkipBlanks())
            ReadFeature();
        Sort(Labels, layout.Labels);
        Sort(Features, layout.Features);
        _buffer.EndLine();
        RowCount++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadLabels()
    {
        while (true)
        {
            int position = _buffer.Position;
            long index = MultiLabelTextNumber.ReadIndex(_buffer.Bytes, ref position);
            if (NeedsMore(position))
                continue;
            byte next = _buffer.Bytes[position];
            if (index < 0 || !(next == ',' || IsSeparator(next)))
                throw MalformedLabel(position);
            Add(Labels, layout.Labels, index, 1);
            _buffer.Position = position;
            if (next != ',')
                return;
            _buffer.Position++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadFeature()
    {
        while (true)
        {
            byte[] bytes = _buffer.Bytes;
            int position = _buffer.Position;
            long index = MultiLabelTextNumber.ReadIndex(bytes, ref position);
            float value = float.NaN;
            int length = 0;
            if (index >= 0 && bytes[position] == ':')
            {
                ReadOnlySpan<byte> text = bytes.AsSpan(position + 1, _buffer.End - position);
                length = MultiLabelTextNumber.ReadSingle(text, out value);
                position += 1 + length;
            }

            // An item is called faulty only once all of it is in the window: "1e" may become "1e5", and 40 digits be followed by "e-30".
            bool faulty = length == 0 || !float.IsFinite(value) || !IsSeparator(bytes[position]);
            if (NeedsMore(faulty ? _buffer.EndOfItem() : position))
                continue;
            if (faulty)
                throw MalformedFeature();
            Add(Features, layout.Features, index, value);
            _buffer.Position = position;
            return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(MultiLabelTextEntries entries, MultiLabelTextBound bound, long index, float value)
    {
        long slot = index - bound.First;
        if (slot < 0 || slot >= bound.Count)
            throw _buffer.Fault(_buffer.Position, bound.Fault(index, _buffer.Quote(_buffer.Position)));
        entries.Add((int)slot, value, _buffer.ColumnOf(_buffer.Position));
        // More entries than slots means that one is repeated. Reported at once, so that a hostile line cannot fill the memory.
        if (entries.Count > bound.Count)
            Sort(entries, bound);
    }

    private void Sort(MultiLabelTextEntries entries, MultiLabelTextBound bound)
    {
        long column = entries.Sort(out int repeated);
        if (column > 0)
            throw _buffer.FaultAt(column, $"{bound.Role} index {repeated + bound.First} occurs a second time in the row.");
    }

    private bool SkipEmptyLines()
    {
        while (true)
        {
            if (NeedsMore(_buffer.Position))
                continue;
            if (_buffer.Position == _buffer.End)
                return false;
            if (!AtLineEnd())
                return true;
            _buffer.EndLine();
        }
    }

    /// <summary>Skips blanks. True if an item follows, false at the line's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool SkipBlanks()
    {
        while (true)
        {
            byte[] bytes = _buffer.Bytes;
            int position = _buffer.Position;
            while (bytes[position] is (byte)' ' or (byte)'\t')
                position++;
            _buffer.Position = position;
            if (!NeedsMore(position))
                return !AtLineEnd();
        }
    }

    /// <summary>Whether the position is at a line's end; if so, it is moved to before the line feed or to the file's end.</summary>
    private bool AtLineEnd()
    {
        if (_buffer.Bytes[_buffer.Position] != '\r')
            return _buffer.Bytes[_buffer.Position] == '\n';
        while (NeedsMore(_buffer.Position + 1))
        {
        }

        if (_buffer.Bytes[_buffer.Position + 1] != '\n')
            throw _buffer.Fault(_buffer.Position, "a carriage return without a line feed.");
        _buffer.Position++;
        return true;
    }

    /// <summary>Whether parsing stopped only because the window ended; if so, the window is moved and the item must be read again.</summary>
    private bool NeedsMore(int position)
    {
        if (position < _buffer.End || _buffer.AtEnd)
            return false;
        _buffer.Refill();
        return true;
    }

    private static bool IsSeparator(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    private MultiLabelTextFormatException MalformedLabel(int position)
    {
        string written = _buffer.Quote(_buffer.Position);
        return _buffer.Fault(_buffer.Position, _buffer.Bytes[position] == ':'
            ? $"expected labels such as 3,17, got '{written}'; a row without labels begins with a blank."
            : $"expected labels such as 3,17, got '{written}'.");
    }

    private MultiLabelTextFormatException MalformedFeature()
    {
        int position = _buffer.Position;
        string written = _buffer.Quote(position);
        if (MultiLabelTextNumber.ReadIndex(_buffer.Bytes, ref position) >= 0 && _buffer.Bytes[position] == ':')
        {
            ReadOnlySpan<byte> text = _buffer.Bytes.AsSpan(position + 1, _buffer.End - position);
            int length = MultiLabelTextNumber.ReadSingle(text, out float value);
            if (MultiLabelTextNumber.IsNotFiniteWord(text))
                return _buffer.Fault(position + 1, $"the value of '{written}' is not finite.");
            if (length > 0 && IsSeparator(text[length]) && float.IsInfinity(value))
                return _buffer.Fault(position + 1, $"the value of '{written}' is infinite in single precision.");
        }

        string hint = _buffer.Line == layout.FirstLine && !layout.HasHeader
            ? "; a header would be three counts: rows features labels"
            : "";
        return _buffer.Fault(_buffer.Position, $"expected index:value, got '{written}'{hint}.");
    }

    private void CheckRowCount()
    {
        if (layout.RowCount is null ? RowCount == 0 : RowCount != layout.RowCount)
        {
            throw _buffer.Fault(_buffer.Position, layout.RowCount is null
                ? "the file holds no row."
                : $"the file ends after {RowCount} rows; {SaysRowCount()}.");
        }
    }

    private string SaysRowCount() =>
        layout.HasHeader ? $"the header says {layout.RowCount}" : $"there were {layout.RowCount} when the file was opened";
}
