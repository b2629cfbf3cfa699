using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Losses;
using MLNetLoss.Transforms;

namespace MLNetLoss.Tests.Transforms;

[TestClass]
public sealed class MultiLabelLossEstimatorTests
{
    private static readonly MLContext s_ml = new(1);

    private static readonly Row[] s_rows =
    [
        new() { Label = [1, 0, 1], Score = [.0391f, .7691f, .1190f] },
        new() { Label = [1, 0, 0], Score = [.8846f, .1628f, .2641f] },
    ];

    [TestMethod]
    public void BothForms_GiveTheSeedExample()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(s_rows);
        double logits = Losses(s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss"), data).Average();
        double probabilities = Losses(s_ml.Transforms.BinaryCrossEntropy("Loss"), data).Average();
        Assert.AreEqual(0.7361, logits, 5e-5);
        Assert.AreEqual(0.7361, probabilities, 5e-5);
        Assert.AreEqual(logits * 3, Losses(s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", reduction: Reduction.Sum), data).Average(), 1e-6);
    }

    [TestMethod]
    public void None_GivesAVectorNamedAfterTheLabels()
    {
        IDataView named = s_ml.Data.LoadFromEnumerable(new[] { new TagRow { Tags = "a;c", Score = [.0391f, .7691f, .1190f] }, new TagRow { Tags = "b", Score = [0, 0, 0] } });
        IDataView output = s_ml.Transforms.Conversion.MapLabelSetToVector("Label", "Tags")
            .Append(s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", weight: [1, 2, 3], reduction: Reduction.None, posWeight: [2]))
            .Fit(named).Transform(named);
        VBuffer<ReadOnlyMemory<char>> names = default;
        output.Schema["Loss"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        float[] loss = output.GetColumn<float[]>("Loss").First();
        Assert.AreEqual(2 * Softplus(-.0391), loss[0], 1e-6);
        Assert.AreEqual(2 * Softplus(.7691), loss[1], 1e-6);
        Assert.AreEqual(3 * 2 * Softplus(-.1190), loss[2], 1e-6);
    }

    [TestMethod]
    [DataRow(Reduction.None)]
    [DataRow(Reduction.Mean)]
    [DataRow(Reduction.Sum)]
    public void Estimator_IsAtHomeInMLNet(Reduction reduction)
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(Enumerable.Repeat(s_rows, 200).SelectMany(rows => rows).ToArray());
        EstimatorCheck.Run(s_ml, s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", reduction: reduction, posWeight: [1, 2, 3]), data);
        EstimatorCheck.Run(s_ml, s_ml.Transforms.BinaryCrossEntropy("Loss", weight: [.5f], reduction: reduction), data);
    }

    [TestMethod]
    public void MissingTargets_CostNothingAndAreLeftOutOfTheMean()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(new Row[]
        {
            new() { Label = [1, float.NaN, 0], Score = [1, 2, 3] },
            new() { Label = [float.NaN, float.NaN, float.NaN], Score = [1, 2, 3] },
        });
        double[] means = Losses(s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss"), data);
        Assert.AreEqual((Softplus(-1) + Softplus(3)) / 2, means[0], 1e-6);
        Assert.IsTrue(double.IsNaN(means[1]));
        double[] sums = Losses(s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", reduction: Reduction.Sum), data);
        Assert.AreEqual(0, sums[1]);
    }

    [TestMethod]
    public void KeyAndBooleanLabels_AreTaken()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(new[]
        {
            new KeyRow { Flags = [true, false, true], Score = [1, 2, 3] },
            new KeyRow { Flags = [false, false, false], Score = [1, 2, 3] },
        });
        Assert.AreEqual(
            (Softplus(-1) + Softplus(2) + Softplus(-3)) / 3,
            Losses(s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", labelColumnName: "Flags"), data)[0], 1e-6);

        IDataView keys = s_ml.Data.LoadFromEnumerable(new[] { new TagsRow { Tags = ["c", "a"], Score = [1, 2, 3] }, new TagsRow { Tags = ["b", "b"], Score = [1, 2, 3] } });
        IDataView output = s_ml.Transforms.Conversion.MapValueToKey("Keys", "Tags", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", labelColumnName: "Keys"))
            .Fit(keys).Transform(keys);
        float[] losses = [.. output.GetColumn<float>("Loss")];
        Assert.AreEqual((Softplus(-1) + Softplus(2) + Softplus(-3)) / 3, losses[0], 1e-6);
        Assert.AreEqual((Softplus(1) + Softplus(-2) + Softplus(3)) / 3, losses[1], 1e-6);
    }

    [TestMethod]
    public void PredictionEngine_GivesTheLossOfARow()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(s_rows);
        ITransformer model = s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss").Fit(data);
        using PredictionEngine<Row, Loss> engine = s_ml.Model.CreatePredictionEngine<Row, Loss>(model, data.Schema);
        Assert.AreEqual((Softplus(-.0391) + Softplus(.7691) + Softplus(-.1190)) / 3, engine.Predict(s_rows[0]).Value, 1e-6);
    }

    [TestMethod]
    public void BadColumns_NameRoleColumnAndTypes()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(s_rows);
        Fails("Could not find score column 'Logits'", s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Logits"));
        Fails("Could not find probability column 'P'", s_ml.Transforms.BinaryCrossEntropy("Loss", "P"));
        Fails("score column 'Number': expected a vector of Single of known size, got Single", s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Number"));
        Fails("label column 'Number': expected a vector of Single or Boolean of known size, or a vector of keys, got Single",
            s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", labelColumnName: "Number"));

        void Fails(string message, MultiLabelLossEstimator estimator)
        {
            Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
            Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => estimator.GetOutputSchema(EstimatorCheck.Shape(data.Schema))).Message);
        }
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public void ColumnsWithoutAName_AreNamedByTheParameter(string? name)
    {
        Refused("outputColumnName", () => s_ml.Transforms.BinaryCrossEntropyWithLogits(name!));
        Refused("scoreColumnName", () => s_ml.Transforms.BinaryCrossEntropyWithLogits(scoreColumnName: name!));
        Refused("probabilityColumnName", () => s_ml.Transforms.BinaryCrossEntropy(probabilityColumnName: name!));
        Refused("labelColumnName", () => s_ml.Transforms.BinaryCrossEntropy(labelColumnName: name!));

        static void Refused(string parameter, Action action) => Assert.AreEqual(parameter, Assert.Throws<ArgumentException>(action).ParamName);
    }

    [TestMethod]
    public void BadSizesAndWeights_SaySo()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(s_rows);
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Pair").Fit(data)).Message;
        Assert.Contains("score column 'Pair' has 2 slots, but the label column 'Label' has 3", message);
        Assert.Contains("There are 2 weights; expected 1, or 3", Assert.ThrowsExactly<ArgumentException>(
            () => s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", weight: [1, 2]).Fit(data)).Message);
        Assert.Contains("Element 1 is -2", Assert.ThrowsExactly<ArgumentException>(
            () => s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", posWeight: [1, -2, 3])).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.Transforms.BinaryCrossEntropy("Loss", reduction: (Reduction)7));
    }

    [TestMethod]
    public void BadValues_NameTheRow()
    {
        IDataView data = s_ml.Data.LoadFromEnumerable(new Row[]
        {
            new() { Label = [1, 0, 1], Score = [.5f, .5f, .5f] },
            new() { Label = [1, 0, 1], Score = [.5f, 1.5f, .5f] },
        });
        MultiLabelLossTransformer loss = s_ml.Transforms.BinaryCrossEntropy("Loss", "Score").Fit(data);
        var e = Assert.Throws<Exception>(() => loss.Transform(data).GetColumn<float>("Loss").ToArray());
        Assert.Contains("row 1", e.Message);
        Assert.Contains("1.5", e.Message);
    }

    private static double[] Losses(MultiLabelLossEstimator estimator, IDataView data) =>
        [.. estimator.Fit(data).Transform(data).GetColumn<float>("Loss").Select(loss => (double)loss)];

    private static double Softplus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Label { get; set; } = [];

        [VectorType(3)]
        public float[] Score
        {
            get;
            set
            {
                field = value;
                Probability = [.. value.Select(score => (float)(1 / (1 + Math.Exp(-score))))];
            }
        }

        = [];

        // Kept, not computed when read: the check counts what a row allocates.
        [VectorType(3)]
        public float[] Probability { get; private set; } = [];

        [VectorType(2)]
        public float[] Pair { get; set; } = [1, 2];

        public float Number { get; set; }
    }

    private sealed class TagRow
    {
        public string Tags { get; set; } = string.Empty;

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }

    private sealed class TagsRow
    {
        public string[] Tags { get; set; } = [];

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }

    private sealed class KeyRow
    {
        [VectorType(3)]
        public bool[] Flags { get; set; } = [];

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }

    private sealed class Loss
    {
        [ColumnName("Loss")]
        public float Value { get; set; }
    }
}
