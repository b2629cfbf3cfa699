using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Solvers;
using MLNetLoss.Tests.Trainers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Data;

/// <summary>What ML.NET may ask of any data view, row or cursor, asked of ours.</summary>
[TestClass]
public sealed class ViewContractTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_data = SyntheticRows.View(s_ml, SyntheticRows.Make(20));

    private static readonly LinearMultiLabelModelParameters s_model = new(
        new LinearModel(SyntheticRows.Features, 2, Enumerable.Repeat(1f, SyntheticRows.Features * 2).ToArray(), [0, 1]), ["a", "b"], null);

    public static IEnumerable<object[]> Views =>
    [
        ["weights", s_model.ToDataView(), 2L],
        ["permuted", new PermutedView(s_data, s_data.Schema["Features"], 1, new float[20]), 20L],
        ["mapped", new MultiLabelPredictionTransformer(s_model, "Features").Transform(s_data), 20L],
    ];

    [TestMethod]
    [DynamicData(nameof(Views))]
    public void RowsHaveIdsAndOneBatch_HoweverTheyAreRead(string name, IDataView view, long rows)
    {
        Assert.AreEqual(rows, view.GetRowCount() ?? rows, name);
        DataViewSchema.Column asked = view.Schema[^1], other = view.Schema[0];
        using DataViewRowCursor single = view.GetRowCursor([asked]);
        DataViewRowCursor[] set = view.GetRowCursorSet([asked], 1);
        Assert.HasCount(1, set);
        using DataViewRowCursor one = set[0];
        Assert.IsTrue(single.IsColumnActive(asked));
        Assert.IsFalse(single.IsColumnActive(other) && view.Schema.Count > 1 && name == "weights");
        Assert.AreEqual(0, single.Batch);
        ValueGetter<DataViewRowId> getId = single.GetIdGetter(), getOther = one.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        while (single.MoveNext())
        {
            Assert.IsTrue(one.MoveNext());
            DataViewRowId id = default, same = default;
            getId(ref id);
            getOther(ref same);
            Assert.AreEqual(id, same);
            Assert.IsTrue(ids.Add(id), $"{name}: an id for the second time");
        }

        Assert.AreEqual(rows, ids.Count);
        Assert.IsFalse(one.MoveNext());
    }

    [TestMethod]
    public void ViewsInAnOrderOfTheirOwn_DoNotShuffle()
    {
        Assert.IsFalse(s_model.ToDataView().CanShuffle);
        Assert.IsFalse(new PermutedView(s_data, s_data.Schema["Features"], 1, new float[20]).CanShuffle);
    }

    [TestMethod]
    public void AMappedRow_IsOfTheRowBeneathIt_AndOfItsSchemaOnly()
    {
        var transformer = new MultiLabelPredictionTransformer(s_model, "Features");
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(s_data.Schema);
        using DataViewRowCursor input = s_data.GetRowCursor(s_data.Schema);
        Assert.IsTrue(input.MoveNext());
        using DataViewRow row = mapper.GetRow(input, mapper.OutputSchema);
        Assert.AreEqual(input.Batch, row.Batch);
        DataViewRowId id = default, same = default;
        input.GetIdGetter()(ref id);
        row.GetIdGetter()(ref same);
        Assert.AreEqual(id, same);
        IDataView foreign = s_ml.Data.LoadFromEnumerable(SyntheticRows.Make(1));
        using DataViewRowCursor other = foreign.GetRowCursor(foreign.Schema);
        Assert.Contains(
            "schema is not the one this mapper was made for",
            Assert.ThrowsExactly<ArgumentException>(() => mapper.GetRow(other, mapper.OutputSchema)).Message);
    }

    [TestMethod]
    public void AColumnOfAnotherSchema_IsNone()
    {
        IDataView view = s_model.ToDataView();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        foreach (DataViewSchema.Column column in s_data.Schema)
            Assert.ThrowsExactly<ArgumentException>(() => cursor.IsColumnActive(column), column.Name);
        Assert.ThrowsExactly<ArgumentNullException>(() => view.GetRowCursor(null!));
    }

    [TestMethod]
    public void DataThatGiveAnotherNumberOfRowsThanTheySay_AreNotWritten()
    {
        using var text = new MemoryStream();
        Assert.Contains(
            "The data said that they have 21 rows, but gave 20",
            Assert.ThrowsExactly<InvalidDataException>(() => s_ml.Data.SaveAsMultiLabelText(new Miscounted(s_data), text)).Message);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void APipe_IsNoTextFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"mlnetloss-{Guid.NewGuid():N}");
        using (var mkfifo = Process.Start("mkfifo", [path]))
            mkfifo.WaitForExit();
        try
        {
            // Open at both ends, so that nobody waits for the other.
            using var pipe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            Assert.Contains(
                "is read more than once and must be a file on a disk",
                Assert.ThrowsExactly<IOException>(() => s_ml.Data.LoadFromMultiLabelTextFile(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Miscounted(IDataView source) : IDataView
    {
        public DataViewSchema Schema => source.Schema;

        public bool CanShuffle => false;

        public long? GetRowCount() => source.Preview().RowView.Length + 1;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            source.GetRowCursor(columnsNeeded, rand);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            source.GetRowCursorSet(columnsNeeded, n, rand);
    }
}
