namespace MLNetLoss.Solvers;

/// <summary>A list of spans, copied end to end into pieces of memory, so that growing produces no garbage.</summary>
/// <typeparam name="T">The items of a span.</typeparam>
internal sealed class SpanList<T>
    where T : unmanaged
{
    private const int SmallestPiece = 256, LargestPiece = 1 << 16;

    private readonly List<Place> _places = [];
    private readonly List<T[]> _pieces = [];
    private int _piece = -1;
    private int _used;

    /// <summary>A span.</summary>
    /// <param name="index">Its index in the list.</param>
    public ReadOnlySpan<T> this[int index]
    {
        get
        {
            Place place = _places[index];
            return place.Length == 0 ? default : _pieces[place.Piece].AsSpan(place.Start, place.Length);
        }
    }

    /// <summary>Adds a copy of a span.</summary>
    /// <param name="span">The span.</param>
    public void Add(ReadOnlySpan<T> span)
    {
        if (span.Length > 0 && (_piece < 0 || span.Length > _pieces[_piece].Length - _used))
            MoveToPieceOf(span.Length);
        _places.Add(new(_piece, _used, span.Length));
        if (span.Length > 0)
            span.CopyTo(_pieces[_piece].AsSpan(_used));
        _used += span.Length;
    }

    /// <summary>Removes all spans and keeps the memory.</summary>
    public void Clear()
    {
        _places.Clear();
        _piece = -1;
        _used = 0;
    }

    private void MoveToPieceOf(int length)
    {
        _piece++;
        _used = 0;
        int usual = _piece == 0 ? SmallestPiece : (int)Math.Min(LargestPiece, 2L * _pieces[_piece - 1].Length);
        if (_piece == _pieces.Count)
            _pieces.Add(new T[Math.Max(length, usual)]);
        else if (_pieces[_piece].Length < length)
            _pieces[_piece] = new T[Math.Max(length, usual)];
    }

    private readonly record struct Place(int Piece, int Start, int Length);
}
