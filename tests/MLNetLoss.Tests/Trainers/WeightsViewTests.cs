using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

[TestClass]
public sealed class WeightsViewTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void ToDataView_HasARowALabel()
    {
        IDataView view = Model(["x", "y"]).ToDataView();
        Row[] rows = [.. s_ml.Data.CreateEnumerable<Row>(view, false)];
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, rows.Select(row => row.Label).ToArray());
        CollectionAssert.AreEqual(new[] { 0.5f, -1, 0 }, rows.Select(row => row.Bias).ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 5 }, rows[1].Weights);
        Assert.AreEqual(3, view.GetRowCount());
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Weights"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "x", "y" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.IsFalse(Model(null).ToDataView().Schema["Weights"].HasSlotNames());
    }

    [TestMethod]
    public void ToDataView_GoesThroughOtherTransformersAndIntoFiles()
    {
        IDataView view = Model(["x", "y"]).ToDataView();
        IDataView heavy = s_ml.Data.FilterRowsByColumn(view, "Bias", lowerBound: 0);
        Assert.HasCount(2, s_ml.Data.CreateEnumerable<Row>(heavy, false).ToArray());
        using var stream = new MemoryStream();
        s_ml.Data.SaveAsText(view, stream);
        Assert.Contains("a\t0.5\t1\t4", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [TestMethod]
    public void Cursor_OffARowOrAnInactiveColumn_Throws()
    {
        IDataView view = Model(null).ToDataView();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Bias"]]);
        ValueGetter<float> bias = cursor.GetGetter<float>(view.Schema["Bias"]);
        float value = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => bias(ref value));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Label"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["Bias"]));
        while (cursor.MoveNext())
            bias(ref value);
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    private static LinearMultiLabelModelParameters Model(string[]? featureNames) =>
        new(new LinearModel(2, 3, [1, 2, -3, 4, 5, -6], [0.5f, -1, 0]), ["a", "b", "c"], featureNames);

    private sealed class Row
    {
        public string Label { get; set; } = string.Empty;

        public float Bias { get; set; }

        public float[] Weights { get; set; } = [];
    }
}
