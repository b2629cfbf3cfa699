using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Losses;
using MLNetLoss.Trainers;
using MLNetLoss.Transforms;

namespace MLNetLoss.Tests.Trainers;

/// <summary>Data that training cannot use is refused with what and why; what is usable with a doubt leaves a warning.</summary>
[TestClass]
public sealed class TrainingRefusalTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void AModelOfOtherFeatures_IsNoStart()
    {
        LinearMultiLabelModelParameters small = s_ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 1)
            .Fit(s_ml.Data.LoadFromEnumerable([new Pair { Features = [1, 0], Label = [1, 0, 1] }])).Model;
        IDataView data = SyntheticRows.View(s_ml, SyntheticRows.Make(20));
        Assert.Contains(
            "The model to start from has 2 features, but the feature column 'Features' of the training data has 6",
            Assert.ThrowsExactly<ArgumentException>(
                () => s_ml.MultiLabelClassification.Trainers.GradientDescent().Fit(data, null, small)).Message);
    }

    [TestMethod]
    public void ValidationRowsOfNoUse_AreRefused()
    {
        SyntheticRows.Row[] bad = SyntheticRows.Make(3);
        foreach (SyntheticRows.Row row in bad)
            row.Features[0] = float.NaN;
        Assert.Contains(
            "The validation data has no row of use: 3 rows, 3 of them with NaN or infinite features",
            Assert.ThrowsExactly<ArgumentException>(() => s_ml.MultiLabelClassification.Trainers.GradientDescent().Fit(
                SyntheticRows.View(s_ml, SyntheticRows.Make(20)), SyntheticRows.View(s_ml, bad))).Message);
    }

    [TestMethod]
    public void AShareOfFewRows_ThatLeavesNoneForValidation_IsRefused()
    {
        var options = new GradientDescentTrainer.Options { ValidationFraction = 0.001 };
        Assert.Contains(
            "A fraction of 0.001 of 2 rows leaves no row for validation",
            Assert.ThrowsExactly<ArgumentException>(() => s_ml.MultiLabelClassification.Trainers.GradientDescent(options)
                .Fit(SyntheticRows.View(s_ml, SyntheticRows.Make(2)))).Message);
    }

    [TestMethod]
    public void LabelsThatStayBeyondTheTolerance_AreWarnedOf()
    {
        var ml = new MLContext(1);
        var warnings = new List<string>();
        ml.Log += (_, message) =>
        {
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(message.RawMessage);
        };
        MultiLabelPredictionTransformer model = ml.MultiLabelClassification.Trainers.LogisticRegression(new LogisticRegressionTrainer.Options
        {
            NumberOfIterations = 1,
            Tolerance = 1e-12,
            L2Regularization = 1e-6,
        }).Fit(SyntheticRows.View(ml, SyntheticRows.Make(200)));
        Assert.AreEqual(false, model.Model.Training!.Converged);
        Assert.Contains("3 of 3 labels did not come within the tolerance of their minimum.", string.Join('\n', warnings));
    }

    [TestMethod]
    public void ATargetThatNoLossIsDefinedFor_NamesItsRow()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable([new Scored { Score = [0.5f, 2], Label = [1, 0] }]);
        IDataView losses = s_ml.Transforms.BinaryCrossEntropy("Loss", "Score").Fit(data).Transform(data);
        var exception = Assert.ThrowsExactly<InvalidDataException>(() => losses.GetColumn<float>("Loss").ToArray());
        Assert.Contains("The loss of row 0 cannot be computed from the probability column 'Score' and the label column 'Label'", exception.Message);
        MultiLabelLossTransformer each = s_ml.Transforms.BinaryCrossEntropy("Loss", "Score", reduction: Reduction.None).Fit(data);
        Assert.AreEqual(LossInput.Probabilities, each.Input);
        var ofEach = Assert.ThrowsExactly<InvalidDataException>(() => each.Transform(data).GetColumn<float[]>("Loss").ToArray());
        Assert.AreEqual(exception.Message, ofEach.Message);
    }

    [TestMethod]
    public void RowsThatAreBadOrHeldOut_LeaveNothingToLearnFrom()
    {
        SyntheticRows.Row[] rows = SyntheticRows.Make(2);
        var options = new GradientDescentTrainer.Options { ValidationFraction = 0.999 };
        foreach (SyntheticRows.Row row in rows)
        {
            float sound = row.Features[0];
            row.Features[0] = float.NaN;
            Assert.Contains(
                "No row is left to learn from: of 2, 1 have a feature that is NaN or infinite and 1",
                Assert.Throws<Exception>(() => s_ml.MultiLabelClassification.Trainers.GradientDescent(options)
                    .Fit(SyntheticRows.View(s_ml, rows))).Message);
            row.Features[0] = sound;
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void DataThatTeachNothing_AreInvalidData(bool exact)
    {
        MultiLabelTrainer trainer = exact
            ? s_ml.MultiLabelClassification.Trainers.LogisticRegression(exampleWeightColumnName: "Weight")
            : s_ml.MultiLabelClassification.Trainers.GradientDescent(exampleWeightColumnName: "Weight");
        void AssertInvalid(Action<SyntheticRows.Row> spoil)
        {
            SyntheticRows.Row[] rows = SyntheticRows.Make(20);
            Array.ForEach(rows, spoil);
            Assert.ThrowsExactly<InvalidDataException>(() => trainer.Fit(SyntheticRows.View(s_ml, rows)));
        }

        AssertInvalid(row => row.Features[0] = float.NaN);
        AssertInvalid(row => row.Weight = 0);
        AssertInvalid(row => Array.Clear(row.Label));
    }

    [TestMethod]
    public void RowsKeptApart_AreNoRowsThatWereLearntFrom()
    {
        var options = new GradientDescentTrainer.Options { ValidationFraction = 0.25, NumberOfIterations = 2 };
        TrainingSummary training = s_ml.MultiLabelClassification.Trainers.GradientDescent(options)
            .Fit(SyntheticRows.View(s_ml, SyntheticRows.Make(400))).Model.Training!;
        Assert.IsInRange(250, 350, training.RowCount);

        // Each of them weighs 1.
        Assert.AreEqual(training.Labels[0].Weight, training.RowCount);
    }

    [TestMethod]
    public void ValidationCellsOfNoWeight_CountAsMissing_WhereThePenaltyIsChosen()
    {
        WeightedCells[] weighted = Cells(target => target), missing = Cells(_ => float.NaN);
        for (int row = 0; row < missing.Length; row++)
            missing[row].Cells = [1, 1];
        double[] Losses(WeightedCells[] rows)
        {
            IDataView data = s_ml.Data.LoadFromEnumerable(rows);
            return [.. s_ml.MultiLabelClassification.Trainers.LogisticRegression(new LogisticRegressionTrainer.Options
            {
                CellWeightColumnName = "Cells",
                L2Regularizations = [10, 1],
            }).Fit(data, data).Model.Training!.RegularizationPath.Select(trial => trial.ValidationLoss)];
        }

        double[] expected = Losses(missing), actual = Losses(weighted);
        Assert.HasCount(2, actual);
        for (int i = 0; i < 2; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-9 * expected[i]);
    }

    [TestMethod]
    public void APredictor_SaysWhatItReads()
    {
        ISingleFeaturePredictionTransformer<LinearMultiLabelModelParameters> predictor = s_ml.MultiLabelClassification.Trainers
            .GradientDescent(numberOfIterations: 1).Fit(s_ml.Data.LoadFromEnumerable(Cells(target => target)));
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 2), predictor.FeatureColumnType);
        Assert.AreEqual("Features", predictor.FeatureColumnName);
    }

    /// <summary>Rows of two labels; every other cell of the second weighs nothing.</summary>
    private static WeightedCells[] Cells(Func<float, float> weightless) => [.. Enumerable.Range(0, 60).Select(i =>
    {
        float a = (i * 7 % 11) - 5, b = (i * 5 % 13) - 6;
        float second = i % 5 > 1 ? 1 : 0;
        return new WeightedCells
        {
            Features = [a, b],
            Label = [a + (i % 3) > 1 ? 1 : 0, i % 2 == 0 ? second : weightless(second)],
            Cells = [1, i % 2 == 0 ? 1 : 0],
        };
    })];

    [TestMethod]
    public void CellsOfNoWeight_AreMissingToTheMeasureThatStops()
    {
        // The validation rows' only wrong cells weigh nothing: to the measure the model is perfect.
        WeightedCells[] rows = [.. Enumerable.Range(0, 40).Select(i => new WeightedCells
        {
            Features = [i % 2, 1 - (i % 2)],
            Label = [i % 2, i % 4 / 2],
            Cells = [1, 0],
        })];
        IDataView data = s_ml.Data.LoadFromEnumerable(rows);
        var trainer = s_ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
        {
            CellWeightColumnName = "Cells",
            ValidationMeasure = "micro_f1",
            NumberOfIterations = 5,
        });
        Assert.AreEqual(1.0, trainer.Fit(data, data).Model.Training!.LossCurve[^1].Measure);
    }

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [VectorType(3)]
        public float[] Label { get; set; } = [];
    }

    private sealed class Scored
    {
        [VectorType(2)]
        public float[] Score { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];
    }

    private sealed class WeightedCells
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Label { get; set; } = [];

        [VectorType(2)]
        public float[] Cells { get; set; } = [];
    }
}
