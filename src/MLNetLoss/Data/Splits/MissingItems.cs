namespace MLNetLoss.Data.Splits;

/// <summary>The set of items that folds lack, from which one can be drawn at random.</summary>
internal sealed class MissingItems
{
    private readonly List<(int Item, int Fold)> _list = [];
    private readonly Dictionary<(int Item, int Fold), int> _places = [];

    /// <summary>How many there are.</summary>
    public int Count => _list.Count;

    /// <summary>One of them.</summary>
    /// <param name="index">Its index, in no particular order.</param>
    public (int Item, int Fold) this[int index] => _list[index];

    /// <summary>Notes that a fold lacks an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="fold">The fold.</param>
    public void Add(int item, int fold)
    {
        _places.Add((item, fold), _list.Count);
        _list.Add((item, fold));
    }

    /// <summary>Notes that the fold has the item again.</summary>
    /// <param name="item">The item.</param>
    /// <param name="fold">The fold.</param>
    public void Remove(int item, int fold)
    {
        _places.Remove((item, fold), out int place);
        (int Item, int Fold) last = _list[^1];
        _list[place] = last;
        if (place < _list.Count - 1)
            _places[last] = place;
        _list.RemoveAt(_list.Count - 1);
    }
}
