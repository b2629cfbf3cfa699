using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Trainers;

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
    }

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
