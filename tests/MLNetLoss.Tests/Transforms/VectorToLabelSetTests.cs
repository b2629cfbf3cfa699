using CsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Transforms;

namespace MLNetLoss.Tests.Transforms;

[TestClass]
public class VectorToLabelSetTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Names_the_labels_of_a_row()
    {
        IDataView encoded = Encoded(["b;a", "", "c"]);
        IDataView output = _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label").Fit(encoded).Transform(encoded);
        Assert.AreEqual(new VectorDataViewType(TextDataViewType.Instance), output.Schema["Names"].Type);
        CollectionAssert.AreEqual(new[] { "a+b", "", "c" }, output.GetColumn<string[]>("Names").Select(names => string.Join('+', names)).ToArray());
    }

    [TestMethod]
    public void Joins_the_names_on_request()
    {
        IDataView encoded = Encoded(["b;a", "", "c"]);
        IDataView output = _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label", separator: '|').Fit(encoded).Transform(encoded);
        Assert.AreEqual(TextDataViewType.Instance, output.Schema["Names"].Type);
        CollectionAssert.AreEqual(new[] { "a|b", "", "c" }, output.GetColumn<string>("Names").ToArray());
    }

    [TestMethod]
    public void Reads_booleans_by_default_from_the_predicted_labels()
    {
        IDataView encoded = Encoded(["b;a", "", "c"]);
        IDataView flags = _ml.Transforms.Conversion.ConvertType("PredictedLabel", "Label", DataKind.Boolean).Fit(encoded).Transform(encoded);
        IDataView output = _ml.Transforms.Conversion.MapVectorToLabelSet("Names").Fit(flags).Transform(flags);
        CollectionAssert.AreEqual(new[] { "a+b", "", "c" }, output.GetColumn<string[]>("Names").Select(names => string.Join('+', names)).ToArray());
    }

    [TestMethod]
    public void Zeros_may_be_written_out()
    {
        IDataView dense = Named([0, 1, 0], ["a", "b", "c"]);
        IDataView flags = _ml.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Boolean).Fit(dense).Transform(dense);
        foreach (IDataView data in (IDataView[])[dense, flags])
        {
            IDataView output = _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label").Fit(data).Transform(data);
            CollectionAssert.AreEqual(new[] { "b" }, output.GetColumn<string[]>("Names").Single());
        }
    }

    [TestMethod]
    public void Any_label_sets_survive_encoding_and_decoding()
    {
        Gen<string[]> sets = Gen.Char["abcé ;\t"].Array[0, 8].Select(characters => new string(characters)).Array[1, 12];
        sets.Where(texts => texts.Any(text => text.Any(character => !char.IsWhiteSpace(character) && character != ';'))).Sample(texts =>
        {
            IDataView encoded = Encoded(texts);
            IDataView decoded = _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label", separator: ';').Fit(encoded).Transform(encoded);
            string[] expected = [.. texts.Select(text => string.Join(';', text.Split(
                ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal)))];
            CollectionAssert.AreEqual(expected, decoded.GetColumn<string>("Names").ToArray());
            IDataView again = _ml.Transforms.Conversion.MapLabelSetToVector("Label2", "Names").Fit(decoded).Transform(decoded);
            CollectionAssert.AreEqual(
                encoded.GetColumn<float[]>("Label").SelectMany(row => row).ToArray(),
                again.GetColumn<float[]>("Label2").SelectMany(row => row).ToArray());
        }, iter: 200);
    }

    [TestMethod]
    public void A_whole_chain_survives_saving_and_gives_string_arrays_in_a_prediction_engine()
    {
        IDataView data = Texts(["b;a", "c"]);
        ITransformer chain = _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(_ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label"))
            .Append(_ml.Transforms.Conversion.MapVectorToLabelSet("Joined", "Label", separator: ','))
            .Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(chain, data.Schema, stream);
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterMultiLabel();
        ITransformer loaded = fresh.Model.Load(stream, out _);
        using PredictionEngine<TextRow, NameRow> engine = fresh.Model.CreatePredictionEngine<TextRow, NameRow>(loaded);
        NameRow row = engine.Predict(new TextRow { Tags = "c;b;x" });
        CollectionAssert.AreEqual(new[] { "b", "c" }, row.Names);
        Assert.AreEqual("b,c", row.Joined);
        row = engine.Predict(new TextRow());
        Assert.IsEmpty(row.Names);
        Assert.AreEqual("", row.Joined);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(',')]
    public void Is_at_home_in_MLNet(char? separator)
    {
        IDataView encoded = _ml.Data.Cache(Encoded([.. Enumerable.Range(0, 1000).Select(row => $"label {row % 7}; label {row % 3}")]));
        EstimatorCheck.Run(_ml, _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label", separator), encoded);
        EstimatorCheck.Run(_ml, _ml.Transforms.Conversion.MapVectorToLabelSet("Label", null, separator), encoded);
        IDataView flags = _ml.Transforms.Conversion.ConvertType("PredictedLabel", "Label", DataKind.Boolean).Fit(encoded).Transform(encoded);
        EstimatorCheck.Run(_ml, _ml.Transforms.Conversion.MapVectorToLabelSet("Names", separator: separator), flags);
    }

    [TestMethod]
    [DataRow("Missing", "Could not find label vector column 'Missing'.")]
    [DataRow("Flag", "Schema mismatch for label vector column 'Flag': expected a vector of Boolean or Single of known size with slot names, which are the label names, got Boolean.")]
    [DataRow("Doubles", "Schema mismatch for label vector column 'Doubles': expected a vector of Boolean or Single of known size with slot names, which are the label names, got Vector<Double>")]
    [DataRow("Variable", "Schema mismatch for label vector column 'Variable': expected a vector of Boolean or Single of known size with slot names, which are the label names, got VarVector<Boolean>")]
    [DataRow("Nameless", "Schema mismatch for label vector column 'Nameless': expected a vector of Boolean or Single of known size with slot names, which are the label names, got Vector<Boolean> without slot names.")]
    public void Wrong_columns_are_named_before_a_row_is_read(string column, string message)
    {
        // Where the type is what is wrong, names do not help.
        var schema = SchemaDefinition.Create(typeof(OddRow));
        Name(schema["Doubles"], ["a", "b"]);
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select<int, OddRow>(_ => throw new NotSupportedException()), schema);
        VectorToLabelSetEstimator estimator = _ml.Transforms.Conversion.MapVectorToLabelSet("Out", column);
        string promised = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(EstimatorCheck.Shape(data.Schema))).Message;
        StringAssert.StartsWith(promised, message, StringComparison.Ordinal);
        string held = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message;
        StringAssert.StartsWith(held, message[..message.LastIndexOf('\'')], StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_value_that_is_no_answer_is_named()
    {
        IDataView halved = Named([0.5f, 0, 1], ["a", "b", "c"]);
        IDataView output = _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label").Fit(halved).Transform(halved);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => output.GetColumn<string[]>("Names").ToArray());
        Assert.AreEqual("Label vector column 'Label' holds 0.5 for label 0 ('a') in row 0; expected 0 or 1.", e.Message);
    }

    [TestMethod]
    public void Names_that_could_not_be_told_apart_again_are_refused()
    {
        IDataView data = Named([1, 1, 1], ["a", "b,x", "c"]);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label", separator: ',').Fit(data));
        StringAssert.Contains(e.Message, "expected slot names without the separator ',', got 'b,x' for slot 1.", StringComparison.Ordinal);
        IDataView nameless = Named([1, 1, 1], ["a", "", "c"]);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapVectorToLabelSet("Names", "Label").Fit(nameless));
        StringAssert.Contains(e.Message, "expected a name for every slot, got none for slot 1.", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Bad_options_are_named() => Assert.AreEqual(
        "outputColumnName", Assert.Throws<ArgumentException>(() => _ml.Transforms.Conversion.MapVectorToLabelSet("")).ParamName);

    private IDataView Texts(string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(text => new TextRow { Tags = text }).ToArray());

    private IDataView Encoded(string[] texts)
    {
        IDataView data = Texts(texts);
        return _ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(data).Transform(data);
    }

    private IDataView Named(float[] values, string[] names)
    {
        var schema = SchemaDefinition.Create(typeof(LabelRow));
        Name(schema["Label"], names);
        return _ml.Data.LoadFromEnumerable(new[] { new LabelRow { Label = values } }, schema);
    }

    private static void Name(SchemaDefinition.Column column, string[] names) => column.AddAnnotation(
        "SlotNames",
        new VBuffer<ReadOnlyMemory<char>>(names.Length, [.. names.Select(name => name.AsMemory())]),
        new VectorDataViewType(TextDataViewType.Instance, names.Length));

    private sealed class TextRow
    {
        public string? Tags { get; set; }
    }

    private sealed class NameRow
    {
        public string[] Names { get; set; } = [];

        public string? Joined { get; set; }
    }

    private sealed class LabelRow
    {
        [VectorType(3)]
        public float[] Label { get; set; } = [];
    }

    private sealed class OddRow
    {
        public bool Flag { get; set; }

        [VectorType(2)]
        public double[] Doubles { get; set; } = [];

        public bool[] Variable { get; set; } = [];

        [VectorType(2)]
        public bool[] Nameless { get; set; } = [];
    }
}
