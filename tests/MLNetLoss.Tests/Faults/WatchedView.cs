using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests.Faults;

/// <summary>Data that knows how many of its cursors are open and how many rows were read, and lets a test do harm at one of them.</summary>
/// <param name="source">The data.</param>
/// <param name="onRow">Called before each row with the number of rows read so far, over all cursors.</param>
internal sealed class WatchedView(IDataView source, Action<int>? onRow = null) : IDataView
{
    private int _open;
    private int _read;

    public int OpenCursors => Volatile.Read(ref _open);

    public int RowsRead => Volatile.Read(ref _read);

    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, source.GetRowCursor(columnsNeeded, rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly WatchedView _view;
        private readonly DataViewRowCursor _input;
        private bool _closed;

        public Cursor(WatchedView view, DataViewRowCursor input)
        {
            _view = view;
            _input = input;
            Interlocked.Increment(ref view._open);
        }

        public override DataViewSchema Schema => _input.Schema;

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override bool MoveNext()
        {
            if (!_input.MoveNext())
                return false;
            _view.Harm(Interlocked.Increment(ref _view._read) - 1);
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _input.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                Interlocked.Decrement(ref _view._open);
                _input.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    private void Harm(int row) => onRow?.Invoke(row);
}
