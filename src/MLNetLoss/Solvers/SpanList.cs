namespace MLNetLoss.Solvers;

/// <summary>A list of spans, copied end to end into one growing array.</summary>
/// <typeparam name="T">The items of a span.</typeparam>
internal sealed class SpanList<T>
    where T : unmanaged
{
    private readonly List<int> _ends = [];
    private T[] _items = [];

    /// <summary>A span.</summary>
    /// <param name="index">Its place in the list.</param>
    public ReadOnlySpan<T> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _items.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Adds a copy of a span.</summary>
    /// <param name="span">The span.</param>
    public void Add(ReadOnlySpan<T> span)
    {
        int start = _ends.Count == 0 ? 0 : _ends[^1];
        int end = checked(start + span.Length);
        if (end > _items.Length)
            Array.Resize(ref _items, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _items.Length)));
        span.CopyTo(_items.AsSpan(start));
        _ends.Add(end);
    }

    /// <summary>Forgets all spans and keeps the memory.</summary>
    public void Clear() => _ends.Clear();
}
