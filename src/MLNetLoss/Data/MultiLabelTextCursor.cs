using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>A cursor over the rows of a multi-label text file. Holds the file open until disposed.</summary>
internal sealed class MultiLabelTextCursor : DataViewRowCursor
{
    private const int LabelColumn = 0;
    private readonly MultiLabelTextLayout _layout;
    private readonly MultiLabelTextReader _reader;
    private readonly ActiveColumns _active;
    private long _position = -1;
    private bool _done;

    /// <summary>Opens the file.</summary>
    /// <param name="layout">The file and its sizes.</param>
    /// <param name="schema">The view's schema: labels, then features.</param>
    /// <param name="columnsNeeded">The requested columns.</param>
    public MultiLabelTextCursor(MultiLabelTextLayout layout, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        _layout = layout;
        _active = new ActiveColumns(schema, columnsNeeded);
        _reader = new MultiLabelTextReader(layout);
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _active.Schema;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => 0;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_done)
            return false;
        // A faulty row ends the cursor, so that no getter returns half a row and no later call starts in the middle of one.
        long next = _position + 1;
        _position = -1;
        _done = true;
        if (!_reader.Read())
            return false;
        _position = next;
        _done = false;
        return true;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _active.Require(column);
        (MultiLabelTextEntries entries, int length) =
            column.Index == LabelColumn ? (_reader.Labels, _layout.Labels.Count) : (_reader.Features, _layout.Features.Count);
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            CheckPosition();
            entries.CopyTo(ref value, length);
        };
        return ActiveColumns.As<TValue>(getter, column);
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckPosition();
        value = new DataViewRowId((ulong)_position, 0);
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _done = true;
            _position = -1;
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckPosition()
    {
        if (_position < 0)
            throw new InvalidOperationException("The cursor is not on a row: before the first, after the last, or disposed.");
    }
}
