using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>The slots that the file names in one row, with their values. The memory is reused from row to row.</summary>
internal sealed class MultiLabelTextEntries
{
    private int[] _indices = new int[64];
    private float[] _values = new float[64];
    private long[] _columns = new long[64];
    private long[] _order = [];

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The slots, ascending once <see cref="Sort"/> has found no fault.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, Count);

    /// <summary>The values of the slots.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>Whether the slots so far are strictly ascending, so that none is repeated.</summary>
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
    /// <param name="column">Its column in the line.</param>
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

    /// <summary>Sorts the entries in ascending order.</summary>
    /// <param name="repeated">The slot that is named twice.</param>
    /// <returns>The column where a slot is named a second time; 0 if none is.</returns>
    public long Sort(out int repeated)
    {
        repeated = 0;
        if (Ascending)
            return 0;
        if (_order.Length < Count)
            _order = new long[_indices.Length];
        Span<long> order = _order.AsSpan(0, Count);
        // Slot and rank in one number, so that sorting keeps repeated slots in file order.
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

        // The columns are no longer needed; their memory is reused for the values.
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

    /// <summary>Copies the entries into a vector, which is dense if every slot has an entry.</summary>
    /// <param name="destination">The vector; its memory is reused if large enough.</param>
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
