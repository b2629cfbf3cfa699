namespace MLNetLoss.Data.Splits;

/// <summary>
/// The units that are assigned to folds, each a row or a group of rows that must stay together, and how often each item (a label, or a pair of
/// labels) occurs in each unit.
/// </summary>
internal sealed class SplitUnits
{
    private readonly int[] _starts;
    private readonly int[] _items;
    private readonly int[] _times;
    private readonly int[] _rows;

    private SplitUnits(int labelCount, int itemCount, int[] starts, int[] items, int[] times, int[] rows)
    {
        LabelCount = labelCount;
        ItemCount = itemCount;
        (_starts, _items, _times, _rows) = (starts, items, times, rows);
        Totals = new int[itemCount + 1];
        for (int i = 0; i < items.Length; i++)
            Totals[items[i]] += times[i];
        Totals[itemCount] = rows.Sum();
    }

    /// <summary>The number of units.</summary>
    public int Count => _rows.Length;

    /// <summary>L; items below it are labels, the others pairs of labels.</summary>
    public int LabelCount { get; }

    /// <summary>The number of items.</summary>
    public int ItemCount { get; }

    /// <summary>The number of (unit, item) pairs.</summary>
    public int OccurrenceCount => _items.Length;

    /// <summary>How often each item occurs in all units together, followed by the number of rows.</summary>
    public int[] Totals { get; }

    /// <summary>The items of a unit, ascending.</summary>
    /// <param name="unit">The unit.</param>
    public ReadOnlySpan<int> Items(int unit) => _items.AsSpan(_starts[unit].._starts[unit + 1]);

    /// <summary>How many rows of a unit have each of its items.</summary>
    /// <param name="unit">The unit.</param>
    public ReadOnlySpan<int> Times(int unit) => _times.AsSpan(_starts[unit].._starts[unit + 1]);

    /// <summary>The number of rows of a unit.</summary>
    /// <param name="unit">The unit.</param>
    public int Rows(int unit) => _rows[unit];

    /// <summary>The units that have each item.</summary>
    /// <param name="order">All units, in the order in which they are to be listed.</param>
    public int[][] UnitsByItem(IEnumerable<int> order)
    {
        var lists = new List<int>[ItemCount];
        for (int item = 0; item < lists.Length; item++)
            lists[item] = [];
        foreach (int unit in order)
        {
            foreach (int item in Items(unit))
                lists[item].Add(unit);
        }

        return Array.ConvertAll(lists, list => list.ToArray());
    }

    /// <summary>Makes the units of rows.</summary>
    /// <param name="rows">The items of each row.</param>
    /// <param name="labelCount">L; items below it are labels.</param>
    /// <param name="groups">The group of each row, numbered from 0 without gaps; null when each row is its own unit.</param>
    public static SplitUnits Create(LabelSets rows, int labelCount, IReadOnlyList<int>? groups = null)
    {
        int count = groups is null ? rows.Count : groups.Count == 0 ? 0 : groups.Max() + 1;
        int itemCount = Math.Max(rows.LabelCount, labelCount);
        var sizes = new int[count];
        var sorted = new (int Unit, int Item)[Enumerable.Range(0, rows.Count).Sum(row => rows[row].Length)];
        int filled = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            int unit = groups is null ? row : groups[row];
            sizes[unit]++;
            foreach (int item in rows[row])
                sorted[filled++] = (unit, item);
        }

        if (groups is not null)
            Array.Sort(sorted);
        var starts = new int[count + 1];
        var items = new int[sorted.Length];
        var times = new int[sorted.Length];
        int distinct = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                starts[sorted[i].Unit + 1] = distinct + 1;
                items[distinct++] = sorted[i].Item;
            }

            times[distinct - 1]++;
        }

        for (int unit = 0; unit < count; unit++)
            starts[unit + 1] = Math.Max(starts[unit + 1], starts[unit]);
        return new SplitUnits(labelCount, itemCount, starts, items[..distinct], times[..distinct], sizes);
    }
}
