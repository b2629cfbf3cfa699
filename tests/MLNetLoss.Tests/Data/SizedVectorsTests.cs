using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Data;

/// <summary>A row may hold an array of another length than its type says, or none: every reader of a vector refuses it by row and column.</summary>
[TestClass]
public sealed class SizedVectorsTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Training_RefusesAVectorOfAnotherSize(bool streams)
    {
        Refuses("Feature column 'Features' holds 1 values in row 2; expected 2", rows => rows[2].Features = [1]);
        Refuses("Feature column 'Features' holds 0 values in row 0; expected 2", rows => rows[0].Features = null);
        Refuses("Label column 'Label' holds 3 values in row 1; expected 2", rows => rows[1].Label = [true, false, true]);
        Refuses("Label column 'Label' holds 0 values in row 3; expected 2", rows => rows[3].Label = null);

        void Refuses(string expected, Action<Row[]> spoil) => Assert.Contains(expected, Assert.ThrowsExactly<InvalidDataException>(
            () => s_ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options { CacheInMemory = !streams })
                .Fit(View(spoil))).Message);
    }

    [TestMethod]
    public void Prediction_RefusesAVectorOfAnotherSize()
    {
        MultiLabelPredictionTransformer model = s_ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(View(_ => { }));
        IDataView scored = model.Transform(View(rows => rows[1].Features = [1, 2, 3]));
        Assert.Contains("Feature column 'Features' holds 3 values in row 1; expected 2", Assert.ThrowsExactly<InvalidDataException>(
            () => scored.GetColumn<float[]>("Score").ToArray()).Message);
    }

    [TestMethod]
    public void TheLossOfARow_DoesNotDependOnTheRowBefore()
    {
        IDataView data = View(rows => rows[1].Label = [true]);
        IDataView losses = s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Features").Fit(data).Transform(data);
        Assert.Contains("Label column 'Label' holds 1 values in row 1; expected 2", Assert.ThrowsExactly<InvalidDataException>(
            () => losses.GetColumn<float>("Loss").ToArray()).Message);
        data = View(rows => rows[3].Features = [1]);
        losses = s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Features").Fit(data).Transform(data);
        Assert.Contains("Score column 'Features' holds 1 values in row 3; expected 2", Assert.ThrowsExactly<InvalidDataException>(
            () => losses.GetColumn<float>("Loss").ToArray()).Message);
    }

    [TestMethod]
    public void Evaluation_RefusesAVectorOfAnotherSize()
    {
        MultiLabelPredictionTransformer model = s_ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(View(_ => { }));
        IDataView scored = model.Transform(View(rows => rows[2].Label = null));
        Assert.Contains("Label column 'Label' holds 0 values in row 2; expected 2", Assert.ThrowsExactly<InvalidDataException>(
            () => s_ml.MultiLabelClassification.Evaluate(scored)).Message);
    }

    private static IDataView View(Action<Row[]> spoil)
    {
        Row[] rows =
        [
            new() { Features = [1, 0], Label = [true, false] },
            new() { Features = [0, 1], Label = [false, true] },
            new() { Features = [1, 1], Label = [true, true] },
            new() { Features = [0, 0], Label = [false, false] },
        ];
        spoil(rows);
        return s_ml.Data.LoadFromEnumerable(rows);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[]? Features { get; set; }

        [VectorType(2)]
        public bool[]? Label { get; set; }
    }
}
