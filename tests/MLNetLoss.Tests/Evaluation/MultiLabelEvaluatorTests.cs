using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class MultiLabelEvaluatorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void OneCallGivesTheMeasuresOfTheColumns()
    {
        // Two rows, three labels; probabilities are those of the scores. Worked by hand.
        MultiLabelClassificationMetrics metrics = _ml.MultiLabelClassification.Evaluate(Data(
            new Row { Label = [1, 0, 1], Score = [2, -1, -1], Probability = Sigmoid(2, -1, -1), PredictedLabel = [true, false, false] },
            new Row { Label = [0, 1, 0], Score = [1, 2, -3], Probability = Sigmoid(1, 2, -3), PredictedLabel = [true, true, false] }));
        Assert.AreEqual(2, metrics.RowCount);
        Assert.AreEqual(2 / 6.0, metrics.HammingLoss, 1e-12);
        Assert.AreEqual(0, metrics.SubsetAccuracy);
        Assert.AreEqual(2 / 3.0, metrics.MicroF1, 1e-12);
        // Row 1: labels at places 1 and, tied with label 1, 3: (1 + 2/3) / 2. Row 2: place 1.
        Assert.AreEqual(((5 / 6.0) + 1) / 2, metrics.LabelRankingAveragePrecision, 1e-12);
        Assert.AreEqual(2, metrics.CoverageError);
        Assert.AreEqual(0.25, metrics.RankingLoss, 1e-12);
        Assert.AreEqual(0, metrics.OneError);
        double bce = new[] { 2.0, -(-1.0), -1.0, -1.0, 2.0, 3.0 }.Average(margin => Math.Log(1 + Math.Exp(-margin)));
        Assert.AreEqual(bce, metrics.BinaryCrossEntropy, 1e-12);
    }

    [TestMethod]
    public void ColumnsMayBeLeftOut()
    {
        IDataView data = Data(
            new Row { Label = [1, 0, 1], Score = [2, -1, -1], Probability = Sigmoid(2, -1, -1), PredictedLabel = [true, false, false] },
            new Row { Label = [0, 1, 0], Score = [1, 2, -3], Probability = Sigmoid(1, 2, -3), PredictedLabel = [true, true, false] });
        MultiLabelClassificationMetrics all = _ml.MultiLabelClassification.Evaluate(data);
        MultiLabelClassificationMetrics derived = _ml.MultiLabelClassification.Evaluate(
            data, probabilityColumnName: null, predictedLabelColumnName: null);
        foreach (MeasureValue value in all.Values)
            Assert.AreEqual(value.Value, derived[value.Key], 1e-6, value.Key);
    }

    [TestMethod]
    public void WeightsCountRowsAsOftenAsTheySay()
    {
        var one = new Row { Label = [1, 0, 1], Score = [2, -1, -1], Weight = 3 };
        var other = new Row { Label = [0, 1, 0], Score = [1, 2, -3], Weight = 1 };
        MultiLabelClassificationMetrics weighted = _ml.MultiLabelClassification.Evaluate(
            Data(one, other), probabilityColumnName: null, predictedLabelColumnName: null, exampleWeightColumnName: "Weight");
        MultiLabelClassificationMetrics repeated = _ml.MultiLabelClassification.Evaluate(
            Data(one, one, one, other), probabilityColumnName: null, predictedLabelColumnName: null);
        foreach (MeasureValue value in repeated.Values)
            Assert.AreEqual(value.Value, weighted[value.Key], 1e-12, value.Key);
    }

    [TestMethod]
    public void LabelsMayBeBooleansOrKeysAndGiveTheNames()
    {
        var rows = new[]
        {
            new Tagged { Tags = ["io", "net"], Flags = [true, true, false], Score = [1, 2, -1] },
            new Tagged { Tags = [], Flags = [false, false, false], Score = [-1, -2, -1] },
            new Tagged { Tags = ["xml"], Flags = [false, false, true], Score = [3, -2, 1] },
        };
        IDataView data = _ml.Transforms.Conversion.MapValueToKey("Label", "Tags", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(_ml.Data.LoadFromEnumerable(rows)).Transform(_ml.Data.LoadFromEnumerable(rows));
        MultiLabelClassificationMetrics keys = _ml.MultiLabelClassification.Evaluate(data, "Label", "Score", null, null);
        MultiLabelClassificationMetrics flags = _ml.MultiLabelClassification.Evaluate(data, "Flags", "Score", null, null);
        CollectionAssert.AreEqual(new[] { "io", "net", "xml" }, keys.PerLabel.Select(label => label.Name).ToArray());
        Assert.AreEqual(8 / 9.0, 1 - keys.HammingLoss, 1e-12);
        foreach (MeasureValue value in keys.Values)
            Assert.AreEqual(value.Value, flags[value.Key], value.Key);
    }

    [TestMethod]
    public void AWrongColumnIsNamedBeforeARowIsRead()
    {
        IDataView data = Data(new Row { Label = [1, 0, 1], Score = [2, -1, -1] });
        Refused(() => _ml.MultiLabelClassification.Evaluate(data, labelColumnName: "Lable"), "Could not find label column 'Lable'");
        Refused(() => _ml.MultiLabelClassification.Evaluate(data, scoreColumnName: "Weight"), "score column 'Weight': expected a vector of Single of known size, got Single");
        Refused(() => _ml.MultiLabelClassification.Evaluate(data, probabilityColumnName: "Pair"), "probability column 'Pair': expected a vector of Single of size 3, the number of labels of column 'Label'");
        Refused(() => _ml.MultiLabelClassification.Evaluate(data, predictedLabelColumnName: "Score"), "predicted label column 'Score': expected a vector of Boolean");
        Refused(() => _ml.MultiLabelClassification.Evaluate(data, exampleWeightColumnName: "Score"), "example weight column 'Score': expected Single");
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public void AColumnWithoutANameIsNamedByItsRole(string? name)
    {
        IDataView data = Data(new Row { Label = [1, 0, 1], Score = [2, -1, -1] });
        Check("label", () => _ml.MultiLabelClassification.Evaluate(data, labelColumnName: name!));
        Check("score", () => _ml.MultiLabelClassification.Evaluate(data, scoreColumnName: name!));
        Check("feature", () => _ml.Data.SaveAsMultiLabelText(data, Stream.Null, featureColumnName: name!));
        if (name is not null)
        {
            SchemaShape shape = EstimatorCheck.Shape(data.Schema);
            Check("example weight", () => _ml.MultiLabelClassification.Calibrators.Platt(exampleWeightColumnName: name).GetOutputSchema(shape));
        }

        static void Check(string role, Action action) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(action).Message, $"The name of the {role} column is empty; expected the name of a column.");
    }

    [TestMethod]
    public void AWrongValueIsNamedWithRowAndLabel()
    {
        var good = new Row { Label = [1, 0, 1], Score = [2, -1, -1], Probability = [1, 0, 0], PredictedLabel = [true, false, false] };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.Evaluate(Data(good, new Row { Label = [1, 0, 1], Score = [2, float.NaN, 1] }))).Message,
            "The score of row 1, label 1 ('1'), is NaN; expected a number.");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.Evaluate(Data(good, new Row { Label = [1, 0, 1], Score = [2, 1, 1], Probability = [0, 0, 1.5f] }))).Message,
            "The probability of row 1, label 2 ('2'), is 1.5; expected a value in [0, 1].");
    }

    [TestMethod]
    public void LabelsInAnotherOrderAreNamedBeforeARowIsRead()
    {
        void Check(string?[]? label, string?[]? score, string?[]? probability, string? message)
        {
            var schema = SchemaDefinition.Create(typeof(Row));
            foreach ((string column, string?[]? names) in new[] { ("Label", label), ("Score", score), ("Probability", probability) })
            {
                if (names is null)
                    continue;
                var value = new VBuffer<ReadOnlyMemory<char>>(3, [.. names.Select(name => name.AsMemory())]);
                schema[column].AddAnnotation("SlotNames", value, new VectorDataViewType(TextDataViewType.Instance, 3));
            }

            IDataView data = _ml.Data.LoadFromEnumerable([new Row { Score = [float.NaN, 0, 0] }], schema);
            string found = Assert.ThrowsExactly<ArgumentException>(() => _ml.MultiLabelClassification.Evaluate(data)).Message;
            StringAssert.Contains(found, message ?? "The score of row 0, label 0");
        }

        string[] names = ["io", "net", "xml"];
        Check(names, ["io", "xml", "net"], null, "Label 1 is 'net' in column 'Label' and 'xml' in column 'Score'; expected the same labels in the same order.");
        Check(names, names, ["xml", "net", "io"], "Label 0 is 'io' in column 'Label' and 'xml' in column 'Probability'");
        Check(null, names, ["io", "net", "XML"], "Label 2 is 'xml' in column 'Score' and 'XML' in column 'Probability'");
        // Only names that are there are compared; mere places are none.
        Check(names, names, null, null);
        Check(names, null, null, null);
        Check(names, ["io", "", "xml"], null, null);
        Check(names, ["0", "1", "2"], null, null);
        Check(["0", "1", "2"], names, null, null);
        Check(["0", "2", "1"], names, null, "Label 0 is '0' in column 'Label' and 'io' in column 'Score'");
    }

    [TestMethod]
    public void PropensitiesComeFromTheTrainingRows()
    {
        IDataView data = Data(
            new Row { Label = [1, 0.4f, float.NaN] }, new Row { Label = [1, 0, 1] }, new Row { Label = [1, 0.6f, 0] });
        CollectionAssert.AreEqual(
            InversePropensity.FromCounts([3, 1, 1], 3, 0.5, 2), _ml.MultiLabelClassification.InversePropensities(data, a: 0.5, b: 2).ToArray());
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.MultiLabelClassification.InversePropensities(Data()));
    }

    [TestMethod]
    public void NoRowsAreAnError() => StringAssert.Contains(
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.MultiLabelClassification.Evaluate(Data())).Message, "no rows");

    [TestMethod]
    public void ItStopsWhenCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            _ml.MultiLabelClassification.Evaluate(Data(new Row()), cancellationToken: source.Token));
    }

    [TestMethod]
    public void IntervalsHoldTheValueAndAComparisonSeesTheBetterModel()
    {
        var random = new Random(1);
        Row[] good = [.. Enumerable.Range(0, 120).Select(_ => new Row
        {
            Label = [random.Next(2), random.Next(2), random.Next(2)],
        })];
        foreach (Row row in good)
            row.Score = [.. row.Label.Select(label => (4 * label) - 2 + (float)random.NextDouble())];
        Row[] bad = [.. good.Select(row => new Row { Label = row.Label, Score = [.. row.Score.Select(score => score + (12 * (float)random.NextDouble()) - 6)] })];
        var bootstrap = new BootstrapOptions { Replicates = 200, Measures = ["micro_f1", "bce"] };
        IReadOnlyList<MeasureInterval> intervals = _ml.MultiLabelClassification.EvaluateIntervals(
            Data(bad), bootstrap, probabilityColumnName: null, predictedLabelColumnName: null);
        Assert.HasCount(2, intervals);
        foreach (MeasureInterval interval in intervals)
        {
            Assert.IsLessThan(interval.Value, interval.Lower);
            Assert.IsGreaterThan(interval.Value, interval.Upper);
        }

        IReadOnlyList<MeasureDifference> differences = _ml.MultiLabelClassification.Compare(
            Data(bad), Data(good), bootstrap, probabilityColumnName: null, predictedLabelColumnName: null);
        Assert.IsGreaterThan(0, differences[0].Lower);
        Assert.IsLessThan(0, differences[1].Upper);
        Assert.AreEqual(1, differences[0].Second, 1e-12);
    }

    private static void Refused(Action action, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(action).Message, message);

    private static float[] Sigmoid(params double[] scores) => [.. scores.Select(score => (float)(1 / (1 + Math.Exp(-score))))];

    private IDataView Data(params Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Label { get; set; } = new float[3];

        [VectorType(3)]
        public float[] Score { get; set; } = new float[3];

        [VectorType(3)]
        public float[] Probability { get; set; } = new float[3];

        [VectorType(3)]
        public bool[] PredictedLabel { get; set; } = new bool[3];

        [VectorType(2)]
        public float[] Pair { get; set; } = new float[2];

        public float Weight { get; set; } = 1;
    }

    private sealed class Tagged
    {
        public string[] Tags { get; set; } = [];

        [VectorType(3)]
        public bool[] Flags { get; set; } = new bool[3];

        [VectorType(3)]
        public float[] Score { get; set; } = new float[3];
    }
}
