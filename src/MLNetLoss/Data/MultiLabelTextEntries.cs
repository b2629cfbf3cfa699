using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>The slots of one row that the file names, with their values; its memory serves row after row.</summary>
internal sealed class MultiLabelTextEntries
{
    private int[] _indices = new int[64];
    private float[] _values = new float[64];
    private long[] _columns = new long[64];
    private long[] _order = [];

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The slots, ascending once <see cref="Sort"/> found no fault.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, Count);

    /// <summary>As many values.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>Whether every entry so far stands behind a smaller one, so that none is repeated.</summary>
    public bool Ascending { get; private set; } = true;

    /// <summary>Forgets all entries.</summary>
    public void Clear()
    {
        Count = 0;
        Ascending = true;
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="index">The slot.</param>
    /// <param name="value">Its value.</param>
    /// <param name="column">Where in the line it stands.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int index, float value, long column)
    {
        int count = Count;
        if (count == _indices.Length)
            Grow();
        if (count > 0 && index <= _indices[count - 1])
            Ascending = false;
        _indices[count] = index;
        _values[count] = value;
        _columns[count] = column;
        Count = count + 1;
    }

    /// <summary>Brings the entries into ascending order.</summary>
    /// <param name="repeated">The slot that is named twice.</param>
    /// <returns>Where in the line a slot is named a second time; 0 when none is.</returns>
    public long Sort(out int repeated)
    {
        repeated = 0;
        if (Ascending)
            return 0;
        if (_order.Length < Count)
            _order = new long[_indices.Length];
        Span<long> order = _order.AsSpan(0, Count);
        // Slot and rank in one number: sorting it keeps repeated slots in the order of the file.
        for (int i = 0; i < order.Length; i++)
            order[i] = ((long)_indices[i] << 32) | (uint)i;
        order.Sort();
        for (int i = 1; i < order.Length; i++)
        {
            if (order[i] >> 32 != order[i - 1] >> 32)
                continue;
            repeated = (int)(order[i] >> 32);
            return _columns[(int)order[i]];
        }

        // The columns are not needed any more; their memory takes the values over.
        Span<float> values = MemoryMarshal.Cast<long, float>(_columns.AsSpan())[..Count];
        Values.CopyTo(values);
        for (int i = 0; i < order.Length; i++)
        {
            _indices[i] = (int)(order[i] >> 32);
            _values[i] = values[(int)order[i]];
        }

        Ascending = true;
        return 0;
    }

    /// <summary>Copies the entries into a vector, which is dense when every slot has one.</summary>
    /// <param name="destination">The vector; its memory is used when it suffices.</param>
    /// <param name="length">Number of slots.</param>
    public void CopyTo(ref VBuffer<float> destination, int length)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref destination, length, Count);
        Values.CopyTo(editor.Values);
        if (Count < length)
            Indices.CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    private void Grow()
    {
        int capacity = (int)Math.Min(Array.MaxLength, 2L * Count);
        Array.Resize(ref _indices, capacity);
        Array.Resize(ref _values, capacity);
        Array.Resize(ref _columns, capacity);
    }
}
