using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Calibrators;
using MLNetLoss.Metrics;
using MLNetLoss.Solvers.Calibration;
using MLNetLoss.Tests.Solvers.Calibration;
using MLNetLoss.Tests.Trainers;

namespace MLNetLoss.Tests.Calibrators;

[TestClass]
public sealed class MultiLabelCalibratorTests
{
    private static readonly string[] s_names = ["first", "second", "third"];

    /// <summary>Every golden case as one label among others.</summary>
    [TestMethod]
    public void EachLabel_IsCalibratedAloneAsTheReferenceIs()
    {
        GoldenCalibration[] cases = [.. GoldenCalibration.Cases.Where(golden => golden.Scores.Length == 150 && golden.Weights.Length == 0)];
        Assert.IsGreaterThan(1, cases.Length);
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 150).Select(row => new Row
            {
                Score = [.. cases.Select(golden => golden.Scores[row])],
                Label = [.. cases.Select(golden => golden.Targets[row])],
            }),
            Schema(cases.Length));

        float[][] isotonic = Probabilities(ml.MultiLabelClassification.Calibrators.Isotonic().Fit(data).Transform(data));
        MultiLabelCalibratorTransformer platt = ml.MultiLabelClassification.Calibrators.Platt().Fit(data);
        for (int label = 0; label < cases.Length; label++)
        {
            for (int row = 0; row < 150; row++)
                Assert.AreEqual(cases[label].Isotonic[row], isotonic[row][label], 1e-7);
            var calibrator = (PlattCalibrator)platt.LabelCalibrators[label]!;
            Assert.AreEqual(cases[label].Platt![0], calibrator.Slope, 1e-9 * Math.Abs(cases[label].Platt![0]));
            Assert.AreEqual(cases[label].Platt![1], calibrator.Offset, 1e-9);
        }
    }

    [TestMethod]
    public void MissingTargetsAndRowsWithoutWeight_CountForNothing()
    {
        var ml = new MLContext(1);
        Row[] rows = Rows(60);
        Row[] more =
        [
            .. rows,
            .. rows.Select(row => new Row { Score = [9, -9, 9], Label = [0, 1, 0], Weight = 0 }),
            .. rows.Select(row => new Row { Score = [9, -9, 9], Label = [float.NaN, float.NaN, float.NaN], Weight = 2 }),
        ];
        MultiLabelCalibratorTransformer first = ml.MultiLabelClassification.Calibrators.Platt(exampleWeightColumnName: "Weight").Fit(View(ml, rows));
        MultiLabelCalibratorTransformer second = ml.MultiLabelClassification.Calibrators.Platt(exampleWeightColumnName: "Weight").Fit(View(ml, more));
        for (int label = 0; label < 3; label++)
            Assert.AreEqual(((PlattCalibrator)first.LabelCalibrators[label]!).Slope, ((PlattCalibrator)second.LabelCalibrators[label]!).Slope);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void AWeightOfThree_IsThreeRows(bool isotonic)
    {
        var ml = new MLContext(1);
        Row[] rows = Rows(60);
        Row[] repeated = [.. rows.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight))];
        var calibrators = ml.MultiLabelClassification.Calibrators;
        float[][] weighted = Probabilities((isotonic
            ? calibrators.Isotonic(exampleWeightColumnName: "Weight") : calibrators.Platt(exampleWeightColumnName: "Weight")).Fit(View(ml, rows)).Transform(View(ml, rows)));
        float[][] expected = Probabilities((isotonic ? calibrators.Isotonic() : calibrators.Platt()).Fit(View(ml, repeated)).Transform(View(ml, rows)));
        float[][] unweighted = Probabilities((isotonic ? calibrators.Isotonic() : calibrators.Platt()).Fit(View(ml, rows)).Transform(View(ml, rows)));
        for (int row = 0; row < rows.Length; row++)
        {
            for (int label = 0; label < 3; label++)
                Assert.AreEqual(expected[row][label], weighted[row][label], 1e-6);
        }

        Assert.IsGreaterThan(0.01, weighted.Zip(unweighted, (one, other) => Math.Abs(one[0] - other[0])).Max());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ATargetThatIsMissing_LeavesTheRowToTheOtherLabels(bool isotonic)
    {
        var ml = new MLContext(1);
        Row[] rows = Rows(60);
        Row[] gaps = [.. rows.Select((row, i) => new Row { Score = row.Score, Label = [row.Label[0], i % 3 == 0 ? float.NaN : row.Label[1], row.Label[2]], Weight = row.Weight })];
        float[][] all = Calibrated(rows), rest = Calibrated([.. rows.Where((_, i) => i % 3 != 0)]), found = Calibrated(gaps);
        for (int row = 0; row < rows.Length; row++)
            CollectionAssert.AreEqual(new[] { all[row][0], rest[row][1], all[row][2] }, found[row]);

        float[][] Calibrated(Row[] fitted) => Probabilities((isotonic
            ? ml.MultiLabelClassification.Calibrators.Isotonic(exampleWeightColumnName: "Weight")
            : ml.MultiLabelClassification.Calibrators.Platt(exampleWeightColumnName: "Weight")).Fit(View(ml, fitted)).Transform(View(ml, rows)));
    }

    [TestMethod]
    public void LabelOfOneClass_KeepsItsSigmoidAndIsNamed()
    {
        var ml = new MLContext(1);
        var warnings = new List<string>();
        ml.Log += (_, log) =>
        {
            if (log.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(log.RawMessage);
        };
        IDataView data = View(ml, [.. Rows(40).Select(row => new Row { Score = row.Score, Label = [row.Label[0], 0, 1], Weight = 1 })]);
        MultiLabelCalibratorTransformer fitted = ml.MultiLabelClassification.Calibrators.Isotonic().Fit(data);
        Assert.IsNotNull(fitted.LabelCalibrators[0]);
        Assert.IsNull(fitted.LabelCalibrators[1]);
        Assert.IsNull(fitted.LabelCalibrators[2]);
        foreach ((float[] probabilities, Row row) in Probabilities(fitted.Transform(data)).Zip(Rows(40)))
            Assert.AreEqual(1 / (1 + Math.Exp(-row.Score[1])), probabilities[1], 1e-7);
        string warning = warnings.Single();
        Assert.Contains("2 of 3 labels have fewer than 1 positive or negative rows", warning);
        Assert.Contains("'second', 'third'", warning);
        ml.MultiLabelClassification.Calibrators.Isotonic().Fit(View(ml, Rows(40)));
        Assert.HasCount(1, warnings, "where every label is calibrated there is nothing to say");
    }

    [TestMethod]
    public void MinimumRowsPerClass_LeavesRareLabelsAlone()
    {
        var ml = new MLContext(1);
        Row[] rows = [.. Rows(40).Select((row, i) => new Row { Score = row.Score, Label = [i < 3 ? 1 : 0, i < 37 ? 1 : 0, i < 4 ? .75f : 0], Weight = 1 })];
        MultiLabelCalibratorTransformer three = ml.MultiLabelClassification.Calibrators.Platt(minimumRowsPerClass: 3).Fit(View(ml, rows));
        MultiLabelCalibratorTransformer four = ml.MultiLabelClassification.Calibrators.Platt(minimumRowsPerClass: 4).Fit(View(ml, rows));
        Assert.IsTrue(three.LabelCalibrators.All(calibrator => calibrator is not null));
        Assert.IsTrue(four.LabelCalibrators.All(calibrator => calibrator is null));
        // Missing targets are of neither class.
        Row[] missing = [.. rows.Select((row, i) => new Row { Score = row.Score, Label = [i is > 2 and < 9 ? float.NaN : row.Label[0], row.Label[1], row.Label[2]] })];
        Assert.IsNull(ml.MultiLabelClassification.Calibrators.Platt(minimumRowsPerClass: 4).Fit(View(ml, missing)).LabelCalibrators[0]);
    }

    [TestMethod]
    public void Columns_TakeThePlaceOfTheModels_AndDecideByProbability()
    {
        var ml = new MLContext(1);
        IDataView rows = SyntheticRows.View(ml, SyntheticRows.Make(300));
        var model = ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 3).Fit(rows);
        IDataView scored = model.Transform(rows);
        MultiLabelCalibratorTransformer calibrator = ml.MultiLabelClassification.Calibrators.Isotonic().Fit(scored);
        IDataView output = calibrator.Transform(scored);
        Assert.AreEqual(SetId(output, "Score"), SetId(output, "Probability"));
        Assert.AreEqual(SetId(output, "Score"), SetId(output, "PredictedLabel"));

        MultiLabelClassificationMetrics before = ml.MultiLabelClassification.Evaluate(scored);
        MultiLabelClassificationMetrics after = ml.MultiLabelClassification.Evaluate(output);
        Assert.AreEqual(before.MacroRocAuc, after.MacroRocAuc, "scores stay");
        Assert.IsLessThan(before["ece"], after["ece"]);
        Assert.IsLessThan(before["bce"], after["bce"], "on its own rows calibration cannot lose");
        AssertDecidedBy([.5f, .5f, .5f], output);

        MultiLabelCalibratorTransformer strict = calibrator.WithThresholds([.9f, .5f, float.PositiveInfinity]);
        AssertDecidedBy([.9f, .5f, float.PositiveInfinity], strict.Transform(scored));
        CollectionAssert.AreEqual(new[] { .5f, .5f, .5f }, calibrator.Thresholds.ToArray());
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => calibrator.WithThresholds([1])).Message, "There are 1 thresholds; expected one for each of the 3");
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => calibrator.WithThresholds([0, 0, float.NaN])).Message, "label '2' is NaN");
    }

    [TestMethod]
    public void WholePipeline_SurvivesSaveAndLoad()
    {
        var ml = new MLContext(1);
        IDataView rows = SyntheticRows.View(ml, SyntheticRows.Make(200));
        var pipeline = ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 3))
            .Append(ml.MultiLabelClassification.Calibrators.Platt(exampleWeightColumnName: "Weight"))
            .Append(ml.Transforms.Conversion.MapVectorToLabelSet("Names", "PredictedLabel"));
        EstimatorCheck.Run(ml, pipeline, rows);

        ITransformer model = pipeline.Fit(rows);
        using var file = new MemoryStream();
        ml.Model.Save(((IEnumerable<ITransformer>)model).OfType<MultiLabelCalibratorTransformer>().Single().WithThresholds([.1f, .2f, .3f]), null, file);
        file.Position = 0;
        var loaded = (MultiLabelCalibratorTransformer)Fresh().Model.Load(file, out _);
        CollectionAssert.AreEqual(new[] { .1f, .2f, .3f }, loaded.Thresholds.ToArray());
        CollectionAssert.AreEqual(new[] { "0", "1", "2" }, loaded.LabelNames.ToArray());
        Assert.AreEqual("Score", loaded.ScoreColumnName);
    }

    [TestMethod]
    public void BadRows_AreNamed()
    {
        var ml = new MLContext(1);
        Assert.Contains("The score of row 1, label 2 ('third'), is Infinity; expected a finite number", Refusal<ArgumentException>(
            new Row { Score = [1, 1, float.PositiveInfinity], Label = [0, 0, 1] }));
        Assert.Contains("The score of row 1, label 0 ('first'), is NaN", Refusal<ArgumentException>(new Row { Score = [float.NaN, 1, 1], Label = [0, 0, 1] }));
        Assert.Contains("The weight of row 1 is -1", Refusal<ArgumentException>(new Row { Score = [1, 1, 1], Label = [0, 0, 1], Weight = -1 }));
        Assert.Contains("in row 1", Refusal<InvalidDataException>(new Row { Score = [1, 1, 1], Label = [0, 2, 1] }));
        Assert.Contains("no rows to calibrate on: none of 0", Assert.Throws<InvalidOperationException>(
            () => ml.MultiLabelClassification.Calibrators.Platt().Fit(View(ml, []))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ml.MultiLabelClassification.Calibrators.Platt(minimumRowsPerClass: 0));
        Assert.Throws<ArgumentException>(() => ml.MultiLabelClassification.Calibrators.Isotonic(scoreColumnName: ""));

        MultiLabelCalibratorTransformer fitted = ml.MultiLabelClassification.Calibrators.Platt().Fit(View(ml, Rows(9)));
        IDataView other = ml.Data.LoadFromEnumerable([new Row { Score = [1, 2] }], Schema(2));
        Assert.Contains("expected a vector of Single of size 3", Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Transform(other)).Message);

        string Refusal<T>(Row bad)
            where T : Exception
            => Assert.Throws<T>(() => ml.MultiLabelClassification.Calibrators.Platt(exampleWeightColumnName: "Weight")
                .Fit(View(ml, [new Row { Score = [1, 2, 3], Label = [0, 1, 0] }, bad]))).Message;
    }

    private static MLContext Fresh()
    {
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        return ml;
    }

    [TestMethod]
    public void LabelsInAnotherOrder_AreRefused()
    {
        var ml = new MLContext(1);
        Row[] rows = Rows(60);
        MultiLabelCalibratorTransformer calibrator = ml.MultiLabelClassification.Calibrators.Platt().Fit(View(ml, rows));
        SchemaDefinition schema = Schema(3);
        schema["Score"].AddAnnotation(
            "SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, [.. s_names.Reverse().Select(name => name.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, 3));
        Assert.Contains("Label 0 is 'third' in column 'Score' and 'first' in the calibrator", Assert.ThrowsExactly<ArgumentException>(
            () => calibrator.Transform(ml.Data.LoadFromEnumerable(rows, schema))).Message);
    }

    private static void AssertDecidedBy(float[] thresholds, IDataView data)
    {
        bool[][] predicted = [.. data.GetColumn<bool[]>("PredictedLabel")];
        float[][] probabilities = Probabilities(data);
        for (int row = 0; row < predicted.Length; row++)
        {
            for (int label = 0; label < thresholds.Length; label++)
                Assert.AreEqual(probabilities[row][label] > thresholds[label], predicted[row][label]);
        }
    }

    private static uint SetId(IDataView data, string column)
    {
        uint id = 0;
        data.Schema[column].Annotations.GetValue("ScoreColumnSetId", ref id);
        return id;
    }

    private static float[][] Probabilities(IDataView data) => [.. data.GetColumn<float[]>("Probability")];

    private static Row[] Rows(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] scores = [.. s_names.Select(_ => (float)((random.NextDouble() * 6) - 3))];
            return new Row
            {
                Score = scores,
                Label = [.. scores.Select(score => random.NextDouble() < 1 / (1 + Math.Exp(.5 - (2 * score))) ? 1f : 0)],
                Weight = random.Next(1, 4),
            };
        })];
    }

    private static IDataView View(MLContext ml, Row[] rows)
    {
        SchemaDefinition schema = Schema(3);
        schema["Label"].AddAnnotation(
            "SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, [.. s_names.Select(name => name.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, 3));
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static SchemaDefinition Schema(int labels)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        foreach (string column in new[] { "Score", "Label" })
            schema[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, labels);
        return schema;
    }

    private sealed class Row
    {
        public float[] Score { get; set; } = [];

        public float[] Label { get; set; } = [];

        public float Weight { get; set; } = 1;
    }
}
