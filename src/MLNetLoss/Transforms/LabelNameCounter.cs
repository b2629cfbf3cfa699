using System.Runtime.InteropServices;

namespace MLNetLoss.Transforms;

/// <summary>Counts the rows in which each label name occurs.</summary>
internal sealed class LabelNameCounter
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Makes a counter without rows.</summary>
    public LabelNameCounter() => _lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Rows begun so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Distinct names seen so far.</summary>
    public int NameCount => _entries.Count;

    /// <summary>Begins a row.</summary>
    public void BeginRow() => RowCount++;

    /// <summary>Counts a name for the current row, once however often it occurs there.</summary>
    /// <param name="name">The name.</param>
    public void Add(ReadOnlySpan<char> name)
    {
        ref Entry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_lookup, name, out _);
        if (entry.LastRow == RowCount)
            return;
        entry.LastRow = RowCount;
        entry.Rows++;
    }

    /// <summary>The names that occur in enough rows, in ordinal order, and so independent of the order of the rows.</summary>
    /// <param name="minimumRows">The number of rows that is enough.</param>
    public string[] ToNames(int minimumRows)
    {
        string[] names = [.. _entries.Where(entry => entry.Value.Rows >= minimumRows).Select(entry => entry.Key)];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private struct Entry
    {
        public long Rows;

        /// <summary>The last row, counted from 1, with the name.</summary>
        public long LastRow;
    }
}
