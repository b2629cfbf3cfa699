using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Data;
using MLNetLoss.Interop;

namespace MLNetLoss.Tests.Data;

/// <summary>Keys of every size are labels, with names or without.</summary>
[TestClass]
public sealed class KeyLabelTests
{
    private static readonly MLContext s_ml = new(1);

    // Beside each set of keys the cells it stands for: keys count from 1, and 0 is a missing one.
    private static readonly (int[] Keys, float[] Cells)[] s_rows = [([1, 3], [1, 0, 1]), ([], [0, 0, 0]), ([2, 0, 2], [0, 1, 0])];

    [TestMethod]
    public void Bytes() => Check(keys => new Row<byte> { Label = [.. keys.Select(key => (byte)key)] }, NumberDataViewType.Byte);

    [TestMethod]
    public void Shorts() => Check(keys => new Row<ushort> { Label = [.. keys.Select(key => (ushort)key)] }, NumberDataViewType.UInt16);

    [TestMethod]
    public void Integers() => Check(keys => new Row<uint> { Label = [.. keys.Select(key => (uint)key)] }, NumberDataViewType.UInt32);

    [TestMethod]
    public void Longs() => Check(keys => new Row<ulong> { Label = [.. keys.Select(key => (ulong)key)] }, NumberDataViewType.UInt64);

    private static void Check<T>(Func<int[], Row<T>> make, NumberDataViewType raw)
    {
        var schema = SchemaDefinition.Create(typeof(Row<T>));
        schema["Label"].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(T), 3));
        IDataView data = s_ml.Data.LoadFromEnumerable(s_rows.Select(row => make(row.Keys)), schema);
        var column = LabelColumn.Bind(data.Schema, "Label");
        Assert.IsFalse(column.HasNames);
        CollectionAssert.AreEqual(new[] { "0", "1", "2" }, column.Names);
        using DataViewRowCursor cursor = data.GetRowCursor([column.Column]);
        ValueGetter<VBuffer<float>> getter = column.CreateGetter(cursor);
        VBuffer<float> targets = default;
        foreach ((_, float[] cells) in s_rows)
        {
            Assert.IsTrue(cursor.MoveNext());
            getter(ref targets);
            CollectionAssert.AreEqual(cells, targets.DenseValues().ToArray());
        }

        SchemaShape.Column shape = SchemaShapes.Column("Label", column.Column.Type);
        Assert.AreEqual(raw, shape.ItemType);
        Assert.IsTrue(shape.IsKey);
        LabelColumn.Check(new SchemaShape([shape]), "Label");
    }

    private sealed class Row<T>
    {
        public T[] Label { get; set; } = [];
    }
}
