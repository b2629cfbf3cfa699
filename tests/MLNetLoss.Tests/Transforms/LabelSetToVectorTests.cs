using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetLoss.Transforms;

namespace MLNetLoss.Tests.Transforms;

[TestClass]
public class LabelSetToVectorTests
{
    private static readonly string[] s_names = ["Net", "io", "net"];
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Learns_names_in_ordinal_order_and_marks_them()
    {
        IDataView data = Texts("net; io", null, " ;;", "io;io ;Net", "");
        LabelSetToVectorTransformer transformer = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(data);
        CollectionAssert.AreEqual(s_names, transformer.LabelNames.ToArray());
        Assert.AreEqual(("Label", "Tags"), (transformer.OutputColumnName, transformer.InputColumnName));
        IDataView output = transformer.Transform(data);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), output.Schema["Label"].Type);
        CollectionAssert.AreEqual(s_names, SlotNames(output.Schema["Label"]));
        CollectionAssert.AreEqual(new[] { "011", "000", "000", "110", "000" }, Rows(output));
    }

    [TestMethod]
    public void Order_of_rows_does_not_matter()
    {
        var conversion = _ml.Transforms.Conversion;
        IReadOnlyList<string> one = conversion.MapLabelSetToVector("Tags").Fit(Texts("b;a", "c")).LabelNames;
        IReadOnlyList<string> other = conversion.MapLabelSetToVector("Tags").Fit(Texts("c", "a;b")).LabelNames;
        CollectionAssert.AreEqual(one.ToArray(), other.ToArray());
    }

    [TestMethod]
    public void Items_of_a_vector_are_whole_names()
    {
        IDataView variable = _ml.Data.LoadFromEnumerable(new[] { new ListRow(["b;c ", "a"]), new ListRow([]), new ListRow(["", " ", "a", "a"]) });
        LabelSetToVectorTransformer transformer = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(variable);
        CollectionAssert.AreEqual(new[] { "a", "b;c" }, transformer.LabelNames.ToArray());
        CollectionAssert.AreEqual(new[] { "11", "00", "10" }, Rows(transformer.Transform(variable)));

        IDataView known = _ml.Data.LoadFromEnumerable(new[] { new PairRow(["b;c", ""]), new PairRow(["a", "?"]) });
        CollectionAssert.AreEqual(new[] { "01", "10" }, Rows(transformer.Transform(known)));
        Assert.AreEqual(1, transformer.UnknownLabelCount);
    }

    [TestMethod]
    public void A_name_must_occur_in_enough_rows()
    {
        IDataView data = Texts("a;a;b", "b", "c;b", "c");
        LabelSetToVectorTransformer transformer =
            _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", minimumOccurrences: 2).Fit(data);
        CollectionAssert.AreEqual(new[] { "b", "c" }, transformer.LabelNames.ToArray());
        CollectionAssert.AreEqual(new[] { "10", "10", "11", "01" }, Rows(transformer.Transform(data)));
        var e = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", minimumOccurrences: 4).Fit(data));
        Assert.AreEqual("Column 'Tags' names no label in 4 of its 4 rows or more; expected at least one (it names 3 in fewer).", e.Message);
        e = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(Texts()));
        Assert.AreEqual("There are no rows to learn the labels of column 'Tags' from.", e.Message);
    }

    [TestMethod]
    public void Names_given_set_the_order_and_spare_the_pass()
    {
        IDataView data = Texts("a|x", "b");
        LabelSetToVectorTransformer transformer = _ml.Transforms.Conversion
            .MapLabelSetToVector("Label", "Tags", separator: '|', labelNames: ["c", "b", "a"]).Fit(data);
        CollectionAssert.AreEqual(new[] { "001", "010" }, Rows(transformer.Transform(data)));
        Assert.AreEqual(1, transformer.UnknownLabelCount);
    }

    [TestMethod]
    public void Unknown_names_are_counted_and_logged_but_never_flood_the_log()
    {
        var messages = new List<string>();
        _ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                messages.Add(message.RawMessage);
        };
        LabelSetToVectorTransformer transformer = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(Texts("a"));
        Assert.AreEqual(0, transformer.UnknownLabelCount);
        Rows(transformer.Transform(Texts([.. Enumerable.Repeat("a;{0}", 25)])));
        Assert.AreEqual(25, transformer.UnknownLabelCount);
        string[] expected =
        [
            "Column 'Tags': labels unknown to the model and ignored so far: 1, the latest '{0}'.",
            "Column 'Tags': labels unknown to the model and ignored so far: 10, the latest '{0}'.",
        ];
        CollectionAssert.AreEqual(expected, messages);
    }

    [TestMethod]
    public void Counts_exactly_on_many_threads()
    {
        LabelSetToVectorTransformer transformer = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(Texts("a"));
        IDataView data = Texts([.. Enumerable.Repeat("a;x;y", 500)]);
        Parallel.For(0, 8, _ => Rows(transformer.Transform(data)));
        Assert.AreEqual(8 * 500 * 2, transformer.UnknownLabelCount);
    }

    [TestMethod]
    public void Survives_saving_and_loading_in_a_fresh_context()
    {
        IDataView data = Texts("é;z", "b");
        ITransformer transformer = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags", minimumOccurrences: 1).Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(transformer, data.Schema, stream);
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterMultiLabel();
        ITransformer loaded = fresh.Model.Load(stream, out _);
        IDataView again = loaded.Transform(data);
        CollectionAssert.AreEqual(new[] { "b", "z", "é" }, SlotNames(again.Schema["Label"]));
        CollectionAssert.AreEqual(new[] { "011", "100" }, Rows(again));
        Rows(loaded.Transform(Texts("new")));
        Assert.AreEqual(1, ((LabelSetToVectorTransformer)loaded).UnknownLabelCount);
    }

    [TestMethod]
    public void Works_in_a_prediction_engine()
    {
        ITransformer transformer = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(Texts("a;b"));
        using PredictionEngine<TextRow, VectorRow> engine = _ml.Model.CreatePredictionEngine<TextRow, VectorRow>(transformer);
        CollectionAssert.AreEqual(new float[] { 0, 1 }, engine.Predict(new TextRow("b")).Label);
        CollectionAssert.AreEqual(new float[] { 0, 0 }, engine.Predict(new TextRow(null)).Label);
        CollectionAssert.AreEqual(new float[] { 1, 1 }, engine.Predict(new TextRow("b;a;?")).Label);
    }

    [TestMethod]
    public void Is_at_home_in_MLNet()
    {
        IDataView texts = _ml.Data.Cache(Texts([.. Enumerable.Range(0, 1000).Select(row => $"label {row % 7}; label {row % 3}")]));
        EstimatorCheck.Run(_ml, _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags"), texts);
        EstimatorCheck.Run(_ml, _ml.Transforms.Conversion.MapLabelSetToVector("Tags"), texts);
        IDataView lists = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(row => new ListRow([$"{row % 7}", $"{row % 3}"])).ToArray());
        EstimatorCheck.Run(_ml, _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags"), lists);
    }

    [TestMethod]
    public void Wrong_columns_are_named_before_a_row_is_read()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select<int, VectorRow>(_ => throw new NotSupportedException()));
        LabelSetToVectorEstimator missing = _ml.Transforms.Conversion.MapLabelSetToVector("Out", "Tags");
        LabelSetToVectorEstimator wrong = _ml.Transforms.Conversion.MapLabelSetToVector("Out", "Label");
        const string Missing = "Could not find label set column 'Tags'.";
        const string Wrong = "Schema mismatch for label set column 'Label': expected text or a vector of text, got ";
        SchemaShape shape = EstimatorCheck.Shape(data.Schema);
        StringAssert.StartsWith(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => missing.Fit(data)).Message, Missing, StringComparison.Ordinal);
        StringAssert.StartsWith(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => missing.GetOutputSchema(shape)).Message, Missing, StringComparison.Ordinal);
        StringAssert.StartsWith(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => wrong.Fit(data)).Message, Wrong, StringComparison.Ordinal);
        StringAssert.StartsWith(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => wrong.GetOutputSchema(shape)).Message, Wrong, StringComparison.Ordinal);
    }

    [TestMethod]
    public void Bad_options_are_named()
    {
        TransformsCatalog.ConversionTransforms conversion = _ml.Transforms.Conversion;
        Assert.AreEqual("outputColumnName", Assert.Throws<ArgumentException>(() => conversion.MapLabelSetToVector("")).ParamName);
        Assert.AreEqual("minimumOccurrences", Assert.Throws<ArgumentException>(() => conversion.MapLabelSetToVector("A", minimumOccurrences: 0)).ParamName);
        Assert.AreEqual("minimumOccurrences", Assert.Throws<ArgumentException>(() => conversion.MapLabelSetToVector("A", minimumOccurrences: 2, labelNames: ["a"])).ParamName);
        foreach ((string[] names, string fault) in new (string[], string)[]
        {
            ([], "No label name is given; expected at least one, or null to learn them."),
            (["a", ""], "Label name 1 is ''; expected characters without blanks around them."),
            (["a", " b"], "Label name 1 is ' b'; expected characters without blanks around them."),
            (["a", null!], "Label name 1 is ''; expected characters without blanks around them."),
            (["a", "b", "a"], "Label name 2 is 'a', which stands before; expected each name once."),
        })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(() => conversion.MapLabelSetToVector("A", labelNames: names));
            Assert.AreEqual($"{fault} (Parameter 'labelNames')", e.Message);
        }

        var separator = Assert.ThrowsExactly<ArgumentException>(() => conversion.MapLabelSetToVector("Tags", labelNames: ["a;b"]).Fit(Texts("a")));
        StringAssert.StartsWith(separator.Message, "Label name 'a;b' holds the separator ';' of text column 'Tags'.", StringComparison.Ordinal);
    }

    private IDataView Texts(params string?[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new TextRow(text)).ToArray());

    private static string[] Rows(IDataView data) => [.. data.GetColumn<float[]>("Label").Select(row => string.Concat(row))];

    private static string[] SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private sealed class TextRow(string? tags)
    {
        public string? Tags { get; set; } = tags;
    }

    private sealed class ListRow(string[] tags)
    {
        public string[] Tags { get; set; } = tags;
    }

    private sealed class PairRow(string[] tags)
    {
        [VectorType(2)]
        public string[] Tags { get; set; } = tags;
    }

    private sealed class VectorRow
    {
        [VectorType(2)]
        public float[] Label { get; set; } = [];
    }
}
