using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Tests.Data.Splits;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class MultiLabelSplitTests
{
    private const int Labels = 6;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void TrainAndTest_ShareTheRowsAndHaveTheLabelsInProportion()
    {
        IDataView data = Data(Rows(500));
        DataOperationsCatalog.TrainTestData split = _ml.MultiLabelClassification.TrainTestSplit(data, 0.2);
        Row[] train = Read(split.TrainSet), test = Read(split.TestSet);
        Assert.HasCount(100, test);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 500).ToArray(), train.Concat(test).Select(row => (int)row.Number).ToArray());
        for (int label = 0; label < Labels; label++)
            Assert.AreEqual(0.2 * train.Concat(test).Sum(row => row.Label[label]), test.Sum(row => row.Label[label]), 1, $"label {label}");
        Assert.AreSame(data.Schema, split.TestSet.Schema);
    }

    [TestMethod]
    public void TheDefaultTestSet_IsATenth() =>
        Assert.AreEqual(50, _ml.MultiLabelClassification.TrainTestSplit(Data(Rows(500))).TestSet.GetRowCount());

    [TestMethod]
    public void Folds_EachTestOnceOnEveryRow()
    {
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.MultiLabelClassification.CrossValidationSplit(Data(Rows(103)), 4, seed: 5);
        Assert.HasCount(4, folds);
        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, 103).ToArray(), folds.SelectMany(fold => Read(fold.TestSet)).Select(row => (int)row.Number).ToArray());
        foreach (DataOperationsCatalog.TrainTestData fold in folds)
        {
            Assert.IsTrue(fold.TestSet.GetRowCount() is 25 or 26);
            CollectionAssert.AreEquivalent(
                Enumerable.Range(0, 103).ToArray(), Read(fold.TrainSet).Concat(Read(fold.TestSet)).Select(row => (int)row.Number).ToArray());
        }
    }

    [TestMethod]
    public void EveryFormOfTheSameLabels_GivesTheSameSplit()
    {
        // The first row names the labels in order, so that their numbers are the same in every form.
        Row[] rows = [new Row(0, [0, 1, 2, 3, 4, 5]), .. Rows(120).Skip(1)];
        IDataView data = _ml.Transforms.Conversion.MapValueToKey("Keys", nameof(Row.Names)).Fit(Data(rows)).Transform(Data(rows));
        int[] expected = TestRows(data, nameof(Row.Label));
        foreach (string column in new[] { nameof(Row.Flags), nameof(Row.Names), nameof(Row.Tags), "Keys" })
            CollectionAssert.AreEqual(expected, TestRows(data, column), column);
        CollectionAssert.AreEqual(
            expected, Read(_ml.MultiLabelClassification.TrainTestSplit(data, 0.3, nameof(Row.Piped), separator: '|').TestSet).Select(row => (int)row.Number).ToArray());
    }

    [TestMethod]
    public void SoftAndMissingTargets_AreLabelsAboveOneHalf()
    {
        Row[] soft = [.. Rows(100).Select(row => new Row(row) { Label = [.. row.Label.Select(target => target > 0 ? 0.6f : row.Number % 2 == 0 ? float.NaN : 0.5f)] })];
        CollectionAssert.AreEqual(TestRows(Data(Rows(100)), nameof(Row.Label)), TestRows(Data(soft), nameof(Row.Label)));
    }

    [TestMethod]
    public void RowsOfAGroup_StayTogether()
    {
        foreach (string key in new[] { nameof(Row.Author), nameof(Row.AuthorNumber) })
        {
            foreach (MultiLabelSplitMethod method in Enum.GetValues<MultiLabelSplitMethod>())
            {
                IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.MultiLabelClassification.CrossValidationSplit(
                    Data(Rows(200)), 4, samplingKeyColumnName: key, splitMethod: method);
                foreach (DataOperationsCatalog.TrainTestData fold in folds)
                {
                    Assert.AreEqual(50, fold.TestSet.GetRowCount()!.Value, 2, "the folds are still even");
                    Assert.IsEmpty(Read(fold.TrainSet).Select(row => row.Author).Intersect(Read(fold.TestSet).Select(row => row.Author)));
                }
            }
        }
    }

    [TestMethod]
    public void ARandomSplit_NeedsNoLabels()
    {
        DataOperationsCatalog.TrainTestData split = _ml.MultiLabelClassification.TrainTestSplit(
            Data(Rows(200)), 0.25, "NoSuchColumn", splitMethod: MultiLabelSplitMethod.Random);
        Assert.AreEqual(50, split.TestSet.GetRowCount());
    }

    [TestMethod]
    public void Seeds_GiveOtherSplits()
    {
        IDataView data = Data(Rows(200));
        foreach (MultiLabelSplitMethod method in Enum.GetValues<MultiLabelSplitMethod>())
        {
            int[] Split(int seed) => [.. Read(_ml.MultiLabelClassification.TrainTestSplit(data, 0.3, seed: seed, splitMethod: method).TestSet).Select(row => (int)row.Number)];
            CollectionAssert.AreEqual(Split(1), Split(1));
            CollectionAssert.AreNotEqual(Split(1), Split(2));
        }
    }

    [TestMethod]
    [DataRow(nameof(Row.Tags), "tag")]
    [DataRow(nameof(Row.Label), "")]
    public void WhatCannotBe_IsLoggedWithTheLabelsNames(string column, string name)
    {
        Row[] rows = [new(0, [0, 1]), new(1, [1, 2]), new(2, [0, 2])];
        foreach (MultiLabelSplitMethod method in (MultiLabelSplitMethod[])[MultiLabelSplitMethod.Stratified, MultiLabelSplitMethod.StratifiedByPairs])
        {
            string warning = Warnings(() => _ml.MultiLabelClassification.CrossValidationSplit(Data(rows), 2, column, splitMethod: method)).Single();
            Assert.MatchesRegex($"^1 labels have rows enough for every part of the split, but no way was found to give one to each: '{name}[012]'\\.$", warning);
        }

        Assert.IsEmpty(Warnings(() => _ml.MultiLabelClassification.CrossValidationSplit(Data(Rows(100)), 2, column)));
    }

    [TestMethod]
    public void PairsOfLabels_AreSpreadWhereAskedFor()
    {
        // Labels 0 and 1 are in half of the rows each, and both in a quarter: labels alone can be in proportion with all pairs on one side.
        IDataView data = Data([.. Enumerable.Range(0, 40).Select(row => new Row(row, (row % 4) switch { 0 => [0, 1], 1 => [0], 2 => [1], _ => [] }))]);
        var pairs = new HashSet<int>();
        for (int seed = 0; seed < 10; seed++)
        {
            Assert.AreEqual(5, Pairs(MultiLabelSplitMethod.StratifiedByPairs, seed));
            pairs.Add(Pairs(MultiLabelSplitMethod.Stratified, seed));
        }

        Assert.IsGreaterThan(1, pairs.Count, "by labels alone, pairs fall as they may");

        int Pairs(MultiLabelSplitMethod method, int seed) =>
            Read(_ml.MultiLabelClassification.TrainTestSplit(data, 0.5, seed: seed, splitMethod: method).TestSet).Count(row => row.Label[0] + row.Label[1] == 2);
    }

    [TestMethod]
    public void AsManyRowsAsParts_AreEnough()
    {
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.MultiLabelClassification.CrossValidationSplit(Data(Rows(3)), 3);
        Assert.IsTrue(folds.All(fold => fold.TestSet.GetRowCount() == 1));
    }

    [TestMethod]
    public void BadInput_IsNamed()
    {
        IDataView data = Data(Rows(20));
        MultiLabelClassificationCatalog catalog = _ml.MultiLabelClassification;
        Refused(() => catalog.TrainTestSplit(data, 0), "between 0 and 1");
        Refused(() => catalog.TrainTestSplit(data, 1), "between 0 and 1");
        Refused(() => catalog.TrainTestSplit(data, double.NaN), "between 0 and 1");
        Refused(() => catalog.TrainTestSplit(data, labelColumnName: "Lable"), "Could not find stratification column 'Lable'. Where the pipeline makes");
        Refused(() => catalog.TrainTestSplit(data, labelColumnName: nameof(Row.Number)), "label column 'Number': expected a vector of Single");
        Refused(() => catalog.TrainTestSplit(data, samplingKeyColumnName: "Autor"), "Could not find sampling key column 'Autor'");
        Refused(() => catalog.TrainTestSplit(data, samplingKeyColumnName: nameof(Row.Label)), "sampling key column 'Label': expected text, a key or a number");
        Refused(() => catalog.TrainTestSplit(data, splitMethod: (MultiLabelSplitMethod)9), "no such way");
        Refused(() => catalog.CrossValidationSplit(data, 1), "numberOfFolds");
        Assert.ThrowsExactly<ArgumentNullException>(() => catalog.TrainTestSplit(null!));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => catalog.CrossValidationSplit(data, 21)).Message, "There are 20 rows; expected at least 21");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => catalog.CrossValidationSplit(data, int.MaxValue)).Message,
            "There are 20 rows; expected at least 2147483647");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => catalog.TrainTestSplit(Data())).Message, "There are 0 rows; expected at least 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => catalog.CrossValidationSplit(Data(Rows(6)), 6, samplingKeyColumnName: nameof(Row.Author))).Message,
            "groups of rows with equal 'Author'");
        Assert.ThrowsExactly<InvalidDataException>(() => catalog.TrainTestSplit(Data(new Row(0, []) { Label = [2, 0, 0, 0, 0, 0] }, new Row(1, []))));
        Assert.ThrowsExactly<OperationCanceledException>(() => catalog.TrainTestSplit(data, cancellationToken: new CancellationToken(canceled: true)));
    }

    private List<string> Warnings(Action action)
    {
        var warnings = new List<string>();
        void Listen(object? sender, LoggingEventArgs message)
        {
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(message.RawMessage);
        }

        _ml.Log += Listen;
        action();
        _ml.Log -= Listen;
        return warnings;
    }

    private static void Refused(Action action, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(action).Message, message);

    private static Row[] Rows(int count) => [.. PlainSplits.Random(count, Labels, 11).Select((labels, row) => new Row(row, labels))];

    private int[] TestRows(IDataView data, string column) =>
        [.. Read(_ml.MultiLabelClassification.TrainTestSplit(data, 0.3, column).TestSet).Select(row => (int)row.Number)];

    private IDataView Data(params Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private Row[] Read(IDataView data) => [.. _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false, ignoreMissingColumns: true)];

    private sealed class Row
    {
        public Row()
        {
        }

        public Row(int number, int[] labels)
        {
            Number = number;
            AuthorNumber = number < 4 ? 0 : number % 40;
            Author = $"author {AuthorNumber}";
            Label = [.. Enumerable.Range(0, MultiLabelSplitTests.Labels).Select(label => labels.Contains(label) ? 1f : 0f)];
            Flags = [.. Label.Select(target => target > 0)];
            Names = [.. labels.Select(label => $"tag{label}")];
            Tags = string.Join(';', Names);
            Piped = string.Join(" | ", Names);
        }

        public Row(Row other)
        {
            Number = other.Number;
            Label = other.Label;
        }

        public float Number { get; set; }

        public string Author { get; set; } = "";

        public int AuthorNumber { get; set; }

        [VectorType(MultiLabelSplitTests.Labels)]
        public float[] Label { get; set; } = new float[MultiLabelSplitTests.Labels];

        [VectorType(MultiLabelSplitTests.Labels)]
        public bool[] Flags { get; set; } = new bool[MultiLabelSplitTests.Labels];

        public string[] Names { get; set; } = [];

        public string Tags { get; set; } = "";

        public string Piped { get; set; } = "";
    }
}
