using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Evaluation;

/// <summary>The values of a vector column in memory, slot by slot: the rows where a slot is not zero, with its value.</summary>
internal sealed class FeatureValues
{
    private readonly List<(int Row, float Value)>[] _slots;

    /// <summary>Reads the column once.</summary>
    /// <param name="data">The data.</param>
    /// <param name="column">A vector of Single of known size.</param>
    /// <param name="slots">The slots to keep.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public FeatureValues(IDataView data, DataViewSchema.Column column, IEnumerable<int> slots, CancellationToken cancellation)
    {
        _slots = new List<(int, float)>[SchemaChecks.Size(column)];
        foreach (int slot in slots)
            _slots[slot] = [];
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = SizedVectors.CreateGetter<float>(cursor, column, FeatureColumn.Role);
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            getter(ref values);
            foreach (KeyValuePair<int, float> item in values.Items())
            {
                if (item.Value != 0)
                    _slots[item.Key]?.Add((RowCount, item.Value));
            }

            RowCount = checked(RowCount + 1);
        }
    }

    /// <summary>N, the number of rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether a slot has the same value in all rows, so that permuting it changes nothing.</summary>
    /// <param name="slot">The slot.</param>
    public bool IsConstant(int slot)
    {
        List<(int Row, float Value)> values = _slots[slot];
        return values.Count == 0 || (values.Count == RowCount && values.TrueForAll(value => value.Value.Equals(values[0].Value)));
    }

    /// <summary>Shuffles a slot's values among the rows.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="random">The random generator.</param>
    /// <returns>N values.</returns>
    public float[] Permute(int slot, Random random)
    {
        var values = new float[RowCount];
        foreach ((int row, float value) in CollectionsMarshal.AsSpan(_slots[slot]))
            values[row] = value;
        random.Shuffle(values);
        return values;
    }
}
