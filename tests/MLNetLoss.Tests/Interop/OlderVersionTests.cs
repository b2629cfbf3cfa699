using System.Buffers.Binary;
using Microsoft.ML;
using MLNetLoss.Fuzz.Targets;
using MLNetLoss.Trainers;

namespace MLNetLoss.Tests.Interop;

/// <summary>
/// Files that earlier versions of the library wrote are read for ever. They are the fuzzer's corpus; what they hold was printed by the version
/// that wrote them.
/// </summary>
[TestClass]
public sealed class OlderVersionTests
{
    [TestMethod]
    public void Version1_Dense_IsReadAsItWasWritten()
    {
        LinearMultiLabelModelParameters model = Load("version1-dense.zip").Model;
        CollectionAssert.AreEqual(new[] { 0.25958455f, 3.0368435f, 0.08753041f, -0.23057978f, 0.43083185f }, model.GetWeights(1));
        CollectionAssert.AreEqual(new[] { -0.44739294f, -0.0046534874f, -0.39015892f }, model.Biases.ToArray());
        CollectionAssert.AreEqual(new[] { "io", "net", "text" }, model.LabelNames.ToArray());
        TrainingSummary training = model.Training!;
        Assert.AreEqual("GradientDescent", training.Trainer);
        Assert.AreEqual("0.25", training.Options.Single(option => option.Key == "LearningRate").Value);
        Assert.AreEqual(40, training.RowCount);
        Assert.AreEqual(2, training.Iterations);
        Assert.IsNull(training.Objective);
        Assert.IsNull(training.Converged);
        CollectionAssert.AreEqual(
            new[] { new TrainingPass(1, 0.4748973331661345, null), new TrainingPass(2, 0.40949954827555046, null) }, training.LossCurve.ToArray());
        CollectionAssert.AreEqual(new[] { 17.0, 20, 15 }, training.Labels.Select(label => label.Positives).ToArray());
        Assert.IsEmpty(training.RegularizationPath);
    }

    [TestMethod]
    public void Version1_Sparse_IsReadAsItWasWritten()
    {
        MultiLabelPredictionTransformer prediction = Load("version1-sparse.zip");
        float[] expected = new float[20];
        expected[0] = 0.11378124f;
        expected[7] = 3.0089524f;
        expected[14] = -0.17021833f;
        CollectionAssert.AreEqual(expected, prediction.Model.GetWeights(1));
        CollectionAssert.AreEqual(new float[3], prediction.Thresholds.ToArray());
        TrainingSummary training = prediction.Model.Training!;
        Assert.AreEqual(60.41658836820521, training.Objective);
        Assert.AreEqual(0.0005117166368826531, training.DualityGap);
        Assert.AreEqual(true, training.Converged);
        Assert.IsEmpty(training.RegularizationPath);
    }

    [TestMethod]
    public void Version1_SavedAgain_IsOfTodaysVersionAndHoldsTheSame()
    {
        MultiLabelPredictionTransformer before = Load("version1-sparse.zip");
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        using var file = new MemoryStream();
        ml.Model.Save(before, null, file);
        file.Position = 0;
        var after = (MultiLabelPredictionTransformer)ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(before.Model.Model.Weights, after.Model.Model.Weights);
        Assert.AreEqual(before.Model.Training!.Objective, after.Model.Training!.Objective);
    }

    [TestMethod]
    public void Version2_HoldsTheRegularizationsTried()
    {
        CollectionAssert.AreEqual(
            new[] { 10, 1, 0.1 }, Load("sparse.zip").Model.Training!.RegularizationPath.Select(trial => trial.L2Regularization).ToArray());
    }

    [TestMethod]
    [DataRow("version1-dense.zip", 1)]
    [DataRow("version1-sparse.zip", 1)]
    [DataRow("dense.zip", 2)]
    [DataRow("sparse.zip", 2)]
    public void File_IsOfTheVersionItsNameSays(string name, int version)
    {
        ModelEntry entry = ModelEntry.Of(PathOf(name)).Single(entry => entry.LoadName == "MultiLabelPrediction");
        Assert.AreEqual(version, BinaryPrimitives.ReadInt32LittleEndian(entry.State));
    }

    private static MultiLabelPredictionTransformer Load(string name)
    {
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterMultiLabel();
        return ((IEnumerable<ITransformer>)ml.Model.Load(PathOf(name), out _)).OfType<MultiLabelPredictionTransformer>().Single();
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "corpus", "model", name);
}
