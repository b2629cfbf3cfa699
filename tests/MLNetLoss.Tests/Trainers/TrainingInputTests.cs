using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Trainers;

/// <summary>What trainers make of labels that do not match and of features in tiny units.</summary>
[TestClass]
public sealed class TrainingInputTests
{
    [TestMethod]
    public void Fit_OtherLabelsThanTheModelOrTheValidationData_SaysSo()
    {
        var ml = new MLContext(1);
        GradientDescentTrainer trainer = ml.MultiLabelClassification.Trainers.GradientDescent(numberOfIterations: 1);
        IDataView data = Named("io;net");
        LinearMultiLabelModelParameters model = trainer.Fit(data).Model;
        Assert.AreSequenceEqual(["io", "net"], trainer.Update(model, data).Model.LabelNames);

        // As many labels, of other names: an encoder fitted anew on other rows gives such a column.
        IDataView other = Named("io;text");
        foreach (Action refused in new Action[] { () => trainer.Update(model, other), () => trainer.Fit(other, null, model), () => trainer.Fit(data, other) })
        {
            var e = Assert.ThrowsExactly<ArgumentException>(refused);
            Assert.Contains("Label 1 is '", e.Message);
            Assert.Contains("expected the same labels in the same order", e.Message);
        }

        IDataView Named(string tags)
        {
            IDataView rows = ml.Data.LoadFromEnumerable([new TaggedRow { Tags = tags }, new TaggedRow { Tags = tags[..2], Features = [2] }]);
            return ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags").Fit(rows).Transform(rows);
        }
    }

    [TestMethod]
    [DataRow(1e-20f)]
    [DataRow(1e-30f)]
    [DataRow(1e-42f)]
    public void GradientDescent_FeaturesOfTinyUnits_DoNotDiverge(float unit)
    {
        var ml = new MLContext(1);
        SyntheticRows.Row[] rows = SyntheticRows.Make(100);
        foreach (SyntheticRows.Row row in rows)
        {
            row.Features = Array.ConvertAll(row.Features, x => x * unit);
            // A label without targets has no gradient at all.
            row.Label[2] = float.NaN;
        }

        LinearMultiLabelModelParameters model = ml.MultiLabelClassification.Trainers.GradientDescent(l2Regularization: 0)
            .Fit(SyntheticRows.View(ml, rows)).Model;
        Assert.IsTrue(model.Model.Weights.All(float.IsFinite));
        Assert.AreEqual(0, model.GetWeights(2).Max());
        if (unit > 1e-38f)
            Assert.IsGreaterThan(0.1f / unit, model.GetWeights(0)[0]);
    }

    [TestMethod]
    public void Fit_FeaturesOfUnknownSize_SaysSo()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable([new UnsizedRow()]);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.MultiLabelClassification.Trainers.LogisticRegression().Fit(data));
        Assert.Contains("expected a vector of Single of known size, got Vector<Single> of unknown size.", e.Message);
    }

    private sealed class UnsizedRow
    {
        public float[] Features { get; set; } = [1];

        [VectorType(1)]
        public float[] Label { get; set; } = [1];
    }

    private sealed class TaggedRow
    {
        public string Tags { get; set; } = "";

        [VectorType(1)]
        public float[] Features { get; set; } = [1];
    }
}
