using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;

namespace MLNetLoss.Tests.Data;

[TestClass]
public sealed class FoldViewTests
{
    private const int Rows = 2000;

    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_data = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(row => new Row { Number = row }));

    private static IDataView Cached => s_ml.Data.Cache(s_data);

    [TestMethod]
    public void Folds_ShareTheRowsInOrder()
    {
        RowFolds folds = Folds(Cached);
        CollectionAssert.AreEqual(Numbers(row => row % 3 == 1), Read(new FoldView(Cached, folds, 1, isComplement: false)));
        CollectionAssert.AreEqual(Numbers(row => row % 3 != 1), Read(new FoldView(Cached, folds, 1, isComplement: true)));
    }

    [TestMethod]
    public void RowCount_IsKnownAndTrue()
    {
        foreach (bool isComplement in new[] { false, true })
        {
            var view = new FoldView(Cached, Folds(Cached), 2, isComplement);
            Assert.AreEqual(Read(view).LongLength, view.GetRowCount());
        }
    }

    [TestMethod]
    public void Shuffling_GivesTheSameRowsInAnotherOrder()
    {
        var view = new FoldView(Cached, Folds(Cached), 0, isComplement: false);
        Assert.IsTrue(view.CanShuffle);
        int[] shuffled = Read(view, new Random(3));
        CollectionAssert.AreEquivalent(Read(view), shuffled);
        CollectionAssert.AreNotEqual(Read(view), shuffled);
        Assert.IsFalse(new FoldView(s_data, Folds(s_data), 0, isComplement: false).CanShuffle, "the data itself cannot");
    }

    [TestMethod]
    public void CursorSets_ShareTheRowsAndKeepIds()
    {
        var view = new FoldView(Cached, Folds(Cached), 1, isComplement: true);
        DataViewRowCursor[] cursors = view.GetRowCursorSet(view.Schema, 3);
        Assert.IsGreaterThan(1, cursors.Length);
        List<(int, DataViewRowId)> parallel = [.. cursors.SelectMany(ReadWithIds)];
        CollectionAssert.AreEquivalent(ReadWithIds(view.GetRowCursor(view.Schema)), parallel);
        Assert.IsTrue(parallel.TrueForAll(row => row.Item2.Low == (ulong)row.Item1), "ids are those of the data");
    }

    [TestMethod]
    public void Position_CountsTheRowsOfTheFold()
    {
        var view = new FoldView(Cached, Folds(Cached), 1, isComplement: false);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Assert.AreEqual(-1, cursor.Position);
        for (long row = 0; cursor.MoveNext(); row++)
            Assert.AreEqual(row, cursor.Position);
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void OnlyWhatIsAskedFor_IsActive()
    {
        var view = new FoldView(Cached, Folds(Cached), 1, isComplement: false);
        Assert.AreSame(view.Schema, view.GetRowCursor([]).Schema);
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        Assert.IsFalse(cursor.IsColumnActive(view.Schema[0]));
        Assert.IsTrue(cursor.MoveNext());
    }

    [TestMethod]
    public void RowsThatCannotBeToldApart_AreReadInOrderOnly()
    {
        var alike = new Alike(Cached);
        RowFolds folds = Folds(alike);
        Assert.IsFalse(folds.HasDistinctIds);
        var view = new FoldView(alike, folds, 1, isComplement: false);
        Assert.IsFalse(view.CanShuffle);
        CollectionAssert.AreEqual(Numbers(row => row % 3 == 1), Read(view));
        CollectionAssert.AreEqual(Numbers(row => row % 3 == 1), Read(view, new Random(1)));
        Assert.HasCount(1, view.GetRowCursorSet(view.Schema, 4));
    }

    [TestMethod]
    public void AnyDistinctIds_Serve()
    {
        IDataView shuffled = s_ml.Data.Cache(s_ml.Data.ShuffleRows(Cached, seed: 4));
        IDataView filtered = s_ml.Data.FilterRowsByColumn(Cached, nameof(Row.Number), lowerBound: 100);
        foreach (IDataView data in (IDataView[])[shuffled, filtered])
        {
            RowFolds folds = Folds(data);
            Assert.IsTrue(folds.HasDistinctIds);
            int[] all = Read(data);
            CollectionAssert.AreEqual(all.Where((_, row) => row % 3 == 2).ToArray(), Read(new FoldView(data, folds, 2, isComplement: false)));
        }
    }

    [TestMethod]
    public void DataThatChanged_AreRefused()
    {
        var few = new RowFolds([new DataViewRowId(0, 0), new DataViewRowId(1, 0)], [0, 1]);
        var view = new FoldView(Cached, few, 0, isComplement: false);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Read(view)).Message, "was not there when the data were split");
        var alike = new RowFolds([new DataViewRowId(7, 7), new DataViewRowId(7, 7)], [0, 1]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Read(new FoldView(Cached, alike, 0, isComplement: false))).Message,
            "Row 2 was not there");
    }

    [TestMethod]
    public void IdsThatWereNotThere_AreRefused()
    {
        var inOrder = new RowFolds([new DataViewRowId(0, 0), new DataViewRowId(1, 0)], [0, 1]);
        var others = new RowFolds([new DataViewRowId(5, 1), new DataViewRowId(6, 1)], [0, 1]);
        Assert.AreEqual(1, inOrder.Of(new DataViewRowId(1, 0)));
        Assert.AreEqual(1, others.Of(new DataViewRowId(6, 1)));
        Assert.ThrowsExactly<InvalidOperationException>(() => inOrder.Of(new DataViewRowId(1, 1)));
        Assert.ThrowsExactly<InvalidOperationException>(() => others.Of(new DataViewRowId(0, 0)));
        Assert.AreEqual(0, inOrder.RowCount(2));
    }

    [TestMethod]
    public void AToken_StopsTheReading() => Assert.ThrowsExactly<OperationCanceledException>(
        () => Read(new FoldView(Cached, Folds(Cached), 0, isComplement: false, new CancellationToken(canceled: true))));

    private static RowFolds Folds(IDataView data)
    {
        DataViewRowId[] ids = [.. ReadWithIds(data.GetRowCursor(data.Schema)).Select(row => row.Id)];
        return new RowFolds(ids, [.. Enumerable.Range(0, ids.Length).Select(row => row % 3)]);
    }

    private static int[] Numbers(Func<int, bool> isWanted) => [.. Enumerable.Range(0, Rows).Where(isWanted)];

    private static int[] Read(IDataView data, Random? random = null) =>
        [.. ReadWithIds(data.GetRowCursor(data.Schema, random)).Select(row => row.Number)];

    private static List<(int Number, DataViewRowId Id)> ReadWithIds(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(cursor.Schema[nameof(Row.Number)]);
            ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
            var rows = new List<(int, DataViewRowId)>();
            while (cursor.MoveNext())
            {
                float number = 0;
                DataViewRowId id = default;
                getter(ref number);
                getId(ref id);
                rows.Add(((int)number, id));
            }

            return rows;
        }
    }

    private sealed class Row
    {
        public float Number { get; set; }
    }

    /// <summary>Data whose rows all say that they are the same one.</summary>
    private sealed class Alike(IDataView source) : IDataView
    {
        public DataViewSchema Schema => source.Schema;

        public bool CanShuffle => source.CanShuffle;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(source.GetRowCursor(columnsNeeded, rand));

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            Array.ConvertAll(source.GetRowCursorSet(columnsNeeded, n, rand), DataViewRowCursor (input) => new Cursor(input));

        private sealed class Cursor(DataViewRowCursor input) : DataViewRowCursor
        {
            public override DataViewSchema Schema => input.Schema;

            public override long Position => input.Position;

            public override long Batch => input.Batch;

            public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

            public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = default;

            public override bool MoveNext() => input.MoveNext();

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                    input.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
