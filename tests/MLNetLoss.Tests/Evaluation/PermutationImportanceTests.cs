using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetLoss.Evaluation;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class PermutationImportanceTests
{
    private const int Rows = 200;

    private static readonly MLContext s_ml = new(1);
    private static readonly MultiLabelMetric s_hamming = new("hamming_loss");

    // Label 0 is the sign of feature 0; label 1 that of feature 2; feature 1 has no weight, feature 3 is constant.
    private static readonly MultiLabelPredictionTransformer s_model = new(
        new LinearMultiLabelModelParameters(
            new LinearModel(4, 2, [1, 0, 0, 0, 0, 3, 0.1f, 0], [0, 0]), ["a", "b"], ["w", "x", "y", "z"]),
        "Features");

    [TestMethod]
    public void Importance_IsWhatChanceTakes()
    {
        IReadOnlyList<FeatureImportance> found = Compute(Data());
        Assert.HasCount(4, found);
        FeatureImportance[] byIndex = [.. found.OrderBy(importance => importance.Index)];

        // A row gets a value of the other sign with probability (N/2) / (N - 1), and then one of its two labels is wrong.
        const double Expected = Rows / 2.0 / (Rows - 1) / 2;
        foreach (FeatureImportance importance in (FeatureImportance[])[byIndex[0], byIndex[2]])
        {
            Assert.AreEqual(Expected, importance.Mean, 4 * importance.StandardDeviation / Math.Sqrt(20));
            Assert.IsGreaterThan(0.0, importance.Lower);
            Assert.IsTrue(importance.Lower < importance.Mean && importance.Mean < importance.Upper);
        }

        Assert.AreEqual(new FeatureImportance(1, "x", 0, 0, 0, 0), byIndex[1], "a feature without weight");
        Assert.AreEqual(new FeatureImportance(3, "z", 0, 0, 0, 0), byIndex[3], "a constant feature");
        CollectionAssert.AreEqual(found.OrderByDescending(importance => importance.Mean).ToArray(), found.ToArray());
        Assert.AreEqual("w", byIndex[0].Name);
    }

    [TestMethod]
    public void Interval_IsThatOfStudentForTheMean()
    {
        // Of 1, 2 and 6: mean 3, variance (4 + 1 + 9) / 2, and 4.3027 is the 97.5 % point at two degrees of freedom.
        var importance = FeatureImportance.Of(5, "x", [1, 2, 6]);
        Assert.AreEqual((5, "x", 3.0), (importance.Index, importance.Name, importance.Mean));
        Assert.AreEqual(Math.Sqrt(7), importance.StandardDeviation, 1e-12);
        Assert.AreEqual(3 - (4.30265273 * Math.Sqrt(7.0 / 3)), importance.Lower, 1e-7);
        Assert.AreEqual(3 + (4.30265273 * Math.Sqrt(7.0 / 3)), importance.Upper, 1e-7);
    }

    [TestMethod]
    public void Progress_IsToldTenTimesAndAtTheEnd()
    {
        var ml = new MLContext(1);
        var messages = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.RawMessage.Contains("permutations", StringComparison.Ordinal))
                messages.Add(e.RawMessage);
        };
        ml.MultiLabelClassification.PermutationFeatureImportance(s_model, Data(), s_hamming, permutationCount: 8, numberOfThreads: 1);
        CollectionAssert.AreEqual(
            ((int[])[3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 32]).Select(done => $"{done} of 32 permutations are done.").ToArray(), messages);
        messages.Clear();
        ml.MultiLabelClassification.PermutationFeatureImportance(s_model, Data(), s_hamming, permutationCount: 1, numberOfThreads: 1);
        Assert.HasCount(4, messages);
    }

    [TestMethod]
    public void Measure_WhereHigherIsBetter_HasTheSameSign()
    {
        IReadOnlyList<FeatureImportance> found = s_ml.MultiLabelClassification.PermutationFeatureImportance(
            s_model, Data(), permutationCount: 3);
        Assert.IsGreaterThan(0.2, found[0].Mean);
        Assert.AreEqual(0.0, found[^1].Mean);
    }

    [TestMethod]
    public void ThreadsSparsityAndChoiceOfFeatures_ChangeNothing()
    {
        FeatureImportance[] expected = [.. Compute(Data(), threads: 1)];
        CollectionAssert.AreEqual(expected, Compute(Data(), threads: 4).ToArray());
        CollectionAssert.AreEqual(expected, Compute(Data(sparse: true)).ToArray());
        FeatureImportance[] two = [.. Compute(Data(), features: [2, 1])];
        CollectionAssert.AreEqual(expected.Where(importance => importance.Index is 1 or 2).ToArray(), two);
        Assert.AreNotEqual(expected[0].Mean, Compute(Data(), seed: 8)[0].Mean, "another seed");
    }

    [TestMethod]
    public void AChainThatNormalisesTheFeatures_ReadsThem()
    {
        // Dividing each feature by its greatest magnitude changes the sign of no score.
        ITransformer chain = s_ml.Transforms.NormalizeMinMax("Features").Fit(Data()).Append(s_model);
        CollectionAssert.AreEqual(Compute(Data()).ToArray(), s_ml.MultiLabelClassification.PermutationFeatureImportance(
            chain, Data(), s_hamming, permutationCount: 20, seed: 7).ToArray());
    }

    [TestMethod]
    public void OnePermutation_HasNoInterval()
    {
        FeatureImportance one = s_ml.MultiLabelClassification.PermutationFeatureImportance(
            s_model, Data(), s_hamming, permutationCount: 1, features: [0]).Single();
        Assert.IsGreaterThan(0.1, one.Mean);
        Assert.IsTrue(double.IsNaN(one.StandardDeviation) && double.IsNaN(one.Lower) && double.IsNaN(one.Upper));
    }

    [TestMethod]
    public void BadArguments_SayWhich()
    {
        MultiLabelClassificationCatalog catalog = s_ml.MultiLabelClassification;
        Assert.Contains("no feature 4", Assert.ThrowsExactly<ArgumentException>(() => Compute(Data(), features: [4])).Message);
        Assert.Contains("no feature -1", Assert.ThrowsExactly<ArgumentException>(() => Compute(Data(), features: [-1])).Message);
        Assert.Contains("Feature 1 is asked for twice", Assert.ThrowsExactly<ArgumentException>(() => Compute(Data(), features: [1, 1])).Message);
        Assert.Contains("feature column 'Other'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => catalog.PermutationFeatureImportance(s_model, Data(), featureColumnName: "Other")).Message);
        IDataView copied = s_ml.Transforms.CopyColumns("Raw", "Features").Fit(Data()).Transform(Data());
        ITransformer whole = s_ml.Transforms.CopyColumns("Features", "Raw").Fit(copied).Append(s_model);
        Assert.Contains("The model computes the feature column 'Features' itself", Assert.ThrowsExactly<ArgumentException>(
            () => catalog.PermutationFeatureImportance(whole, copied)).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => catalog.PermutationFeatureImportance(s_model, Data(), permutationCount: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => catalog.PermutationFeatureImportance(s_model, Data(), numberOfThreads: 0));
        Assert.Throws<OperationCanceledException>(
            () => catalog.PermutationFeatureImportance(s_model, Data(), cancellationToken: new CancellationToken(true)));
    }

    private static IReadOnlyList<FeatureImportance> Compute(
        IDataView data, int? threads = null, int seed = 7, IReadOnlyCollection<int>? features = null) =>
        s_ml.MultiLabelClassification.PermutationFeatureImportance(
            s_model, data, s_hamming, permutationCount: 20, seed: seed, numberOfThreads: threads, features: features);

    private static IDataView Data(bool sparse = false)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        schema["Features"].AddAnnotation(
            "SlotNames",
            new VBuffer<ReadOnlyMemory<char>>(4, ["w".AsMemory(), "x".AsMemory(), "y".AsMemory(), "z".AsMemory()]),
            new VectorDataViewType(TextDataViewType.Instance, 4));
        schema["Label"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        return s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(row => Make(row, sparse)), schema);
    }

    // Feature 2 is zero where its label is off, so that a sparse row does not name it.
    private static Row Make(int row, bool sparse)
    {
        bool a = row % 2 == 0;
        bool b = row / 2 % 2 == 0;
        float[] dense = [a ? 1 : -1, row, b ? 1 : 0, 5];
        int[] indices = [.. Enumerable.Range(0, 4).Where(slot => dense[slot] != 0)];
        return new Row
        {
            Features = sparse ? new VBuffer<float>(4, indices.Length, [.. indices.Select(slot => dense[slot])], indices) : new VBuffer<float>(4, dense),
            Label = new VBuffer<float>(2, [a ? 1 : 0, b ? 1 : 0]),
        };
    }

    private sealed class Row
    {
        public VBuffer<float> Features { get; set; }

        public VBuffer<float> Label { get; set; }
    }
}
