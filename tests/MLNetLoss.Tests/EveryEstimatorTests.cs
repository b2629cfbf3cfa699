using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Losses;
using MLNetLoss.Tests.Trainers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests;

/// <summary>
/// Every estimator of the library, in every form of its input, through <see cref="EstimatorCheck"/>: alone, in chains with caching and
/// <c>OnFit</c>, and as loaded from a file. One that is added and not listed here fails <see cref="EveryEstimator_IsListed"/>.
/// </summary>
[TestClass]
public sealed class EveryEstimatorTests
{
    private static readonly MLContext s_ml = new(1);
    private static readonly IDataView s_data = Data();

    /// <summary>The estimators by name; each works on <see cref="s_data"/>.</summary>
    private static readonly Dictionary<string, Func<IEstimator<ITransformer>>> s_estimators = new()
    {
        ["logit loss, none"] = () => s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Features3", "Label", reduction: Reduction.None),
        ["logit loss, mean"] = () => s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Features3", "SoftLabel", posWeight: [2]),
        ["logit loss, sum"] = () => s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Features3", "BooleanLabel", [1, 2, 3], Reduction.Sum),
        ["logit loss, keys"] = () => s_ml.Transforms.BinaryCrossEntropyWithLogits("Loss", "Features3", "KeyLabel", reduction: Reduction.None),
        ["loss, none"] = () => s_ml.Transforms.BinaryCrossEntropy("Loss", "Label", "KeyLabel", reduction: Reduction.None),
        ["loss, mean"] = () => s_ml.Transforms.BinaryCrossEntropy("Loss", "Label", "SoftLabel"),
        ["loss, sum"] = () => s_ml.Transforms.BinaryCrossEntropy("Loss", "Label", "BooleanLabel", [.5f], Reduction.Sum),
        ["gradient descent"] = () => Descent("Label", "Features"),
        ["gradient descent, weights"] = () => Descent("Label", "Features", "Weight"),
        ["gradient descent, soft labels"] = () => Descent("SoftLabel", "SparseFeatures"),
        ["gradient descent, Boolean labels"] = () => Descent("BooleanLabel", "SparseFeatures"),
        ["gradient descent, keys"] = () => Descent("KeyLabel", "SparseFeatures", "Weight"),
        ["logistic regression"] = () => s_ml.MultiLabelClassification.Trainers.LogisticRegression("Label", "Features", "Weight"),
        ["logistic regression, soft labels"] = () => s_ml.MultiLabelClassification.Trainers.LogisticRegression("SoftLabel", "Features"),
        ["logistic regression, Boolean labels"] = () => s_ml.MultiLabelClassification.Trainers.LogisticRegression("BooleanLabel", "SparseFeatures"),
        ["logistic regression, keys"] = () => s_ml.MultiLabelClassification.Trainers.LogisticRegression("KeyLabel", "SparseFeatures"),
        ["gradient descent, cell weights"] = () => s_ml.MultiLabelClassification.Trainers.GradientDescent(new GradientDescentTrainer.Options
        {
            CellWeightColumnName = "EncodedTags",
            ExampleWeightColumnName = "Weight",
            NumberOfIterations = 2,
        }),
        ["logistic regression, cell weights"] = () => s_ml.MultiLabelClassification.Trainers.LogisticRegression(
            new LogisticRegressionTrainer.Options { CellWeightColumnName = "EncodedTags", BalancePosWeight = true }),
        ["calibrator, Platt"] = () => s_ml.MultiLabelClassification.Calibrators.Platt("Label", "Features3", "Weight"),
        ["calibrator, isotonic"] = () => s_ml.MultiLabelClassification.Calibrators.Isotonic("SoftLabel", "Features3"),
        ["calibrator, Boolean labels"] = () => s_ml.MultiLabelClassification.Calibrators.Isotonic("BooleanLabel", "Features3", "Weight"),
        ["calibrator, keys"] = () => s_ml.MultiLabelClassification.Calibrators.Platt("KeyLabel", "Features3", minimumRowsPerClass: 30),
        ["label encoder, text"] = () => s_ml.Transforms.Conversion.MapLabelSetToVector("Vector", "Tags"),
        ["label encoder, vector of text"] = () => s_ml.Transforms.Conversion.MapLabelSetToVector("Vector", "TagList"),
        ["label decoder, vector of text"] = () => s_ml.Transforms.Conversion.MapVectorToLabelSet("Names", "EncodedTags"),
        ["label decoder, text"] = () => s_ml.Transforms.Conversion.MapVectorToLabelSet("Names", "EncodedTags", separator: ','),
    };

    public static IEnumerable<object[]> Names => s_estimators.Keys.Select(name => new object[] { name });

    /// <summary>One name of each type: what is loaded does not know in which form its input came.</summary>
    public static IEnumerable<object[]> NamesOfTypes =>
        s_estimators.DistinctBy(estimator => estimator.Value().GetType()).Select(estimator => new object[] { estimator.Key });

    [TestMethod]
    public void EveryEstimator_IsListed()
    {
        string[] all = [.. typeof(MultiLabelTrainer).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && Array.Exists(
                type.GetInterfaces(), face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEstimator<>)))
            .Select(type => type.Name)];
        CollectionAssert.IsSubsetOf(all, s_estimators.Values.Select(make => make().GetType().Name).Distinct().ToArray());
        Assert.IsGreaterThan(4, all.Length, "estimators are found");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Estimator_IsAtHomeInMLNet(string name) => EstimatorCheck.Run(s_ml, s_estimators[name](), s_data);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Estimator_BetweenCachesWithOnFit_IsAtHomeInMLNet(string name)
    {
        int fits = 0;
        IEstimator<ITransformer> chain = new EstimatorChain<ITransformer>()
            .Append(s_ml.Transforms.CopyColumns("Copy", "Weight"))
            .AppendCacheCheckpoint(s_ml)
            .Append(s_estimators[name]().WithOnFitDelegate(fitted => fits += fitted is null ? 0 : 1))
            .AppendCacheCheckpoint(s_ml)
            .Append(s_ml.Transforms.CopyColumns("CopyOfCopy", "Copy"));
        EstimatorCheck.Run(s_ml, chain, s_data);
        Assert.AreEqual(1, fits);
    }

    [TestMethod]
    [DynamicData(nameof(NamesOfTypes))]
    public void Estimator_Loaded_IsAtHomeInMLNet(string name)
    {
        using var file = new MemoryStream();
        s_ml.Model.Save(s_estimators[name]().Fit(s_data), s_data.Schema, file);
        file.Position = 0;
        var fresh = new MLContext();
        fresh.ComponentCatalog.RegisterMultiLabel();
        EstimatorCheck.Run(fresh, new Already(fresh.Model.Load(file, out _), s_estimators[name]()), s_data);
    }

    private static GradientDescentTrainer Descent(string label, string features, string? weight = null) =>
        s_ml.MultiLabelClassification.Trainers.GradientDescent(label, features, weight, numberOfIterations: 3);

    /// <summary>More rows than <see cref="EstimatorCheck"/> needs to see that none allocates, with every form of label and feature.</summary>
    private static IDataView Data()
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable(SyntheticRows.Make(100).Select((row, i) => new Row
        {
            Features = row.Features,
            Features3 = row.Features[..3],
            SparseFeatures = new VBuffer<float>(6, 2, [row.Features[i % 4], i % 3], [i % 4, 4 + (i % 2)]),
            Label = row.Label,
            SoftLabel = i % 5 == 0 ? [.25f, 1, float.NaN] : [.75f, i % 2, 0],
            BooleanLabel = [i % 2 == 0, i % 3 == 0, false],
            Weight = row.Weight,
            Tags = i % 4 == 0 ? "" : i % 2 == 0 ? "io;net" : "text",
            TagList = i % 4 == 0 ? [] : i % 2 == 0 ? ["io", "net"] : ["text"],
        }).ToArray());

        // Cached, so that what ML.NET allocates for a row of the source does not count.
        return s_ml.Data.Cache(s_ml.Transforms.Conversion.MapValueToKey("KeyLabel", "TagList")
            .Append(s_ml.Transforms.Conversion.MapLabelSetToVector("EncodedTags", "Tags"))
            .Fit(rows).Transform(rows));
    }

    /// <summary>Promises what an estimator promises, and gives what was loaded.</summary>
    private sealed class Already(ITransformer loaded, IEstimator<ITransformer> promises) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => loaded;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => promises.GetOutputSchema(inputSchema);
    }

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        [VectorType(3)]
        public float[] Features3 { get; set; } = [];

        [VectorType(6)]
        public VBuffer<float> SparseFeatures { get; set; }

        [VectorType(3)]
        public float[] Label { get; set; } = [];

        [VectorType(3)]
        public float[] SoftLabel { get; set; } = [];

        [VectorType(3)]
        public bool[] BooleanLabel { get; set; } = [];

        public float Weight { get; set; }

        public string Tags { get; set; } = "";

        public string[] TagList { get; set; } = [];
    }
}
