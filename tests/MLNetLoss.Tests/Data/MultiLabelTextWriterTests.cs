using System.Text;
using CsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests.Data;

[TestClass]
public class MultiLabelTextWriterTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void Writes_the_format()
    {
        IDataView data = Rows(([1, 0, 1], [0.5f, 0, -1e-20f]), ([0, 0, 0], [0, 3, 0]), ([0, 0, 0], [0, 0, 0]), ([0, 1, 0], [0, 0, 0]));
        Assert.AreEqual("4 3 3\n0,2 0:0.5 2:-1E-20\n 1:3\n \n1\n", Save(data));
    }

    [TestMethod]
    public void Any_rows_survive_writing_and_reading()
    {
        Gen<float> value = Gen.Frequency((3, Gen.Const(0f)), (2, Gen.Single.Where(float.IsFinite)), (1, Gen.Float.Unit));
        Gen.Select(Gen.Bool.Array[3], value.Array[3]).Array[1, 20].Sample(rows =>
        {
            (float[] Labels, float[] Features)[] expected = [.. rows.Select(row => (row.Item1.Select(l => l ? 1f : 0f).ToArray(), row.Item2))];
            using var file = new TemporaryFile(Save(Rows(expected)));
            IDataView loaded = s_ml.Data.LoadFromMultiLabelTextFile(file.Path);
            CollectionAssert.AreEqual(expected.SelectMany(row => row.Labels).ToArray(), loaded.GetColumn<float[]>("Label").SelectMany(row => row).ToArray());
            CollectionAssert.AreEqual(expected.SelectMany(row => row.Features).ToArray(), loaded.GetColumn<float[]>("Features").SelectMany(row => row).ToArray());
            Assert.AreEqual(rows.Length, loaded.GetRowCount());
        }, iter: 300);
    }

    [TestMethod]
    public void Sparse_rows_are_written_as_they_were_read()
    {
        const string Text = "3 9 4\n1,3 2:0.5 7:-2 8:1E-07\n 0:3\n2\n";
        using var file = new TemporaryFile(Text);
        Assert.AreEqual(Text, Save(s_ml.Data.LoadFromMultiLabelTextFile(file.Path)));
    }

    [TestMethod]
    public void More_than_a_buffer_of_text_is_written()
    {
        IDataView data = Rows([.. Enumerable.Range(0, 20_000).Select(i => (new float[] { 1, 0, 0 }, new float[] { i, 0, i / 3f }))]);
        using var file = new TemporaryFile(Save(data));
        IDataView loaded = s_ml.Data.LoadFromMultiLabelTextFile(file.Path);
        CollectionAssert.AreEqual(MultiLabelTextRows.Read(data).Select(row => row.Replace(" 1:0", "", StringComparison.Ordinal)).Skip(1).ToArray(), MultiLabelTextRows.Read(loaded).Skip(1).ToArray());
    }

    [TestMethod]
    public void Rows_that_do_not_know_their_number_are_counted()
    {
        IDataView data = s_ml.Data.FilterByCustomPredicate<Row>(Rows(([1, 0, 0], [1, 2, 3]), ([0, 1, 0], [4, 5, 6])), row => row.Label[0] == 1);
        Assert.IsNull(data.GetRowCount());
        Assert.AreEqual("1 3 3\n1 0:4 1:5 2:6\n", Save(data));
    }

    [TestMethod]
    public void What_the_format_cannot_hold_is_refused()
    {
        AssertRefused("Label column 'Label' holds 0.5 in slot 1 of row 1; the text format can hold 0 or 1.", ([0, 0, 0], [0, 0, 0]), ([0, 0.5f, 0], [0, 0, 0]));
        AssertRefused("Label column 'Label' holds NaN in slot 2 of row 0; the text format can hold 0 or 1.", ([0, 0, float.NaN], [0, 0, 0]));
        AssertRefused("Feature column 'Features' holds Infinity in slot 0 of row 0; the text format can hold a finite number.", ([0, 0, 0], [float.PositiveInfinity, 0, 0]));
        AssertRefused("There are no rows to write; a multi-label text file has at least one.");
    }

    private static void AssertRefused(string message, params (float[] Labels, float[] Features)[] rows) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<InvalidDataException>(() => Save(Rows(rows))).Message);

    private static IDataView Rows(params (float[] Labels, float[] Features)[] rows) =>
        s_ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Label = row.Labels, Features = row.Features }).ToArray());

    private static string Save(IDataView data)
    {
        using var stream = new MemoryStream();
        s_ml.Data.SaveAsMultiLabelText(data, stream);
        return Encoding.ASCII.GetString(stream.ToArray());
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Label { get; set; } = [];

        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
