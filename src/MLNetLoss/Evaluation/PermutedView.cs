using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Evaluation;

/// <summary>Data with one slot of a vector column replaced. Rows are read in the order of the data, on one thread.</summary>
/// <param name="source">The data.</param>
/// <param name="column">The column, a vector of Single.</param>
/// <param name="slot">The slot that is replaced.</param>
/// <param name="values">The slot's values, row by row.</param>
internal sealed class PermutedView(IDataView source, DataViewSchema.Column column, int slot, float[] values) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => source.Schema;

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => values.Length;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), column, slot, values);

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column column, int slot, float[] values) : ForwardingCursor(input)
    {
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column asked)
        {
            ValueGetter<TValue> getter = Input.GetGetter<TValue>(asked);
            if (asked.Index != column.Index || getter is not ValueGetter<VBuffer<float>> features)
                return getter;
            VBuffer<float> row = default;
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                features(ref row);
                Replace(row, values[Input.Position], ref value);
            });
        }

        private void Replace(in VBuffer<float> row, float replacement, ref VBuffer<float> value)
        {
            ReadOnlySpan<float> old = row.GetValues();
            if (row.IsDense)
            {
                VBufferEditor<float> dense = VBufferEditor.Create(ref value, row.Length);
                old.CopyTo(dense.Values);
                dense.Values[slot] = replacement;
                value = dense.Commit();
                return;
            }

            ReadOnlySpan<int> indices = row.GetIndices();
            int at = indices.BinarySearch(slot);
            int before = at < 0 ? ~at : at;
            int after = at < 0 ? before : before + 1;
            int inserted = replacement == 0 ? 0 : 1;
            int count = before + inserted + old.Length - after;
            VBufferEditor<float> sparse = VBufferEditor.Create(ref value, row.Length, count);
            old[..before].CopyTo(sparse.Values);
            old[after..].CopyTo(sparse.Values[(before + inserted)..]);
            if (inserted == 1)
                sparse.Values[before] = replacement;

            // With a value for every slot the row is dense and has no indices.
            if (count < row.Length)
            {
                indices[..before].CopyTo(sparse.Indices);
                indices[after..].CopyTo(sparse.Indices[(before + inserted)..]);
                if (inserted == 1)
                    sparse.Indices[before] = slot;
            }

            value = sparse.Commit();
        }
    }
}
