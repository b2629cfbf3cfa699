using System.Reflection;
using Microsoft.ML;
using MLNetLoss.Calibrators;
using MLNetLoss.Fuzz.Targets;
using MLNetLoss.Interop;
using MLNetLoss.Losses;
using MLNetLoss.Solvers;
using MLNetLoss.Trainers;
using MLNetLoss.Transforms;

namespace MLNetLoss.Tests.Interop;

/// <summary>
/// States of our components whose checksum is right and whose content makes no sense, as whoever means harm would write them: each is refused
/// as damaged, by name, before memory is taken for what it claims.
/// </summary>
[TestClass]
public sealed class DamagedStateTests
{
    private const int Dense = 0;
    private const int Sparse = 1;

    private static readonly MLContext s_ml = MakeContext();

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(-1f)]
    [DataRow(float.PositiveInfinity)]
    public void LossWeight_ThatMakesNoSense_IsDamage(float weight)
    {
        AssertDamaged("one of its weights makes no sense: Element 1", Loss(weight: [1, weight]));
        AssertDamaged("one of its weights makes no sense: Element 0", Loss(posWeight: [weight]));
    }

    [TestMethod]
    public void LossForm_ThatDoesNotExist_IsDamage()
    {
        AssertDamaged("the loss input 9 and the reduction Sum", Loss(input: 9));
        AssertDamaged("the loss input Probabilities and the reduction -1", Loss(reduction: -1));
        Assert.AreEqual(Reduction.Sum, ((MultiLabelLossTransformer)Load(Loss())).Reduction);
    }

    [TestMethod]
    public void SparseWeights_OfAModelEmptierThanItCanBe_AreRefusedBeforeMemoryIsTaken()
    {
        // Two gigabytes of weights, of which the file holds none.
        ModelEntry entry = Prediction(
            features: 524_288, labels: 1024, form: Sparse, weights: writer => WriteSparse(writer, new int[524_288], []));
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertDamaged("it claims 536870912 weights and holds 0", entry);
        Assert.IsLessThan(10_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void SparseWeights_BeyondAnyArray_AreRefused()
    {
        AssertDamaged("its weights are of form 1 and number 4295098369", Prediction(65537, 65537, Sparse, _ => { }));
        AssertDamaged("its weights are of form 7 and number 6", Prediction(2, 3, form: 7, _ => { }));
    }

    [TestMethod]
    public void SparseWeights_UpToAMillion_NeedNothingStored()
    {
        // 1024 x 1024: believed whatever the file holds. One feature more: believed only with a number stored for each 64 weights.
        ModelEntry believed = Prediction(1024, 1024, Sparse, writer => WriteSparse(writer, new int[1024], []));
        Assert.AreEqual(1 << 20, ((MultiLabelPredictionTransformer)Load(believed)).Model.Model.Weights.Length);
        AssertDamaged("it claims 1049600 weights and holds 0", Prediction(1025, 1024, Sparse, writer => WriteSparse(writer, new int[1025], [])));
    }

    [TestMethod]
    [DataRow(127, false)]
    [DataRow(128, true)]
    public void SparseWeights_BeyondAMillion_NeedANumberStoredForEverySixtyFour(int nonZero, bool believed)
    {
        // 65 D weights are at most 64 (D + 2 n) from n = D / 128 on.
        const int Features = 16_384;
        const int Labels = 65;
        int[] counts = new int[Features];
        counts[0] = Labels;
        counts[7] = nonZero - Labels;
        int[] labels = [.. Enumerable.Range(0, Labels), .. Enumerable.Range(0, nonZero - Labels)];
        ModelEntry entry = Prediction(Features, Labels, Sparse, writer => WriteSparse(writer, counts, labels));
        if (believed)
            Assert.AreEqual(nonZero, ((MultiLabelPredictionTransformer)Load(entry)).Model.Model.Weights.Count(weight => weight != 0));
        else
            AssertDamaged($"it claims {Features * Labels} weights and holds {nonZero}", entry);
    }

    [TestMethod]
    public void Writer_StoresPlainlyWhatTheReaderWouldNotBelieve()
    {
        // 1 x 1,048,640 weights, all zero: far smaller sparse, but no reader would believe it.
        var model = new LinearMultiLabelModelParameters(
            new LinearModel(1, 1_048_640), [.. Enumerable.Range(0, 1_048_640).Select(label => $"{label}")], null);
        using var file = new MemoryStream();
        s_ml.Model.Save(new MultiLabelPredictionTransformer(model, "Features"), null, file);
        file.Position = 0;
        Assert.AreEqual(1_048_640, ((MultiLabelPredictionTransformer)s_ml.Model.Load(file, out _)).Model.LabelCount);
    }

    [TestMethod]
    public void SparseWeights_ThatDoNotAddUp_AreRefused()
    {
        AssertDamaged("the weights of its features do not add up", Prediction(2, 3, Sparse, writer => WriteSparse(writer, [1, 1], [0])));
        AssertDamaged("the weights of its features do not add up", Prediction(2, 3, Sparse, writer => WriteSparse(writer, [-1, 2], [0])));
        AssertDamaged("the weights of its features do not add up", Prediction(2, 3, Sparse, writer => WriteSparse(writer, [4, 0], [0, 1, 2, 2])));
        AssertDamaged("it has a weight for label 3 of 3", Prediction(2, 3, Sparse, writer => WriteSparse(writer, [1, 0], [3])));
        AssertDamaged("it has a weight for label -1 of 3", Prediction(2, 3, Sparse, writer => WriteSparse(writer, [1, 0], [-1])));
        AssertDamaged("it has 1 features, expected 2", Prediction(2, 3, Sparse, writer => WriteSparse(writer, [1], [0])));
    }

    [TestMethod]
    public void Model_OfNothing_IsRefused()
    {
        AssertDamaged("it claims 0 features and 3 labels", Prediction(0, 3, Dense, _ => { }));
        AssertDamaged("it claims 2 features and -1 labels", Prediction(2, -1, Dense, _ => { }));
        AssertDamaged("its labels have no names", Prediction(2, 3, Dense, _ => { }, nameCount: -1));
        AssertDamaged("names do not match the number of labels or features", Prediction(2, 3, Dense, _ => { }, nameCount: 2));
        AssertDamaged("it has 5 weights, expected 6", Prediction(2, 3, Dense, writer => writer.Write<float>(new float[5])));
    }

    [TestMethod]
    public void TrainingOptions_WithoutValues_AreDamage() =>
        AssertDamaged("it has 2 names of options and 1 values", Prediction(2, 3, Dense, writer => writer.Write<float>(new float[6]), trained: 1, summary: writer =>
        {
            writer.Write("gradient descent");
            writer.Write(["Seed", "Threads"]);
            writer.Write(["1"]);
        }));

    [TestMethod]
    public void Threshold_ThatIsNoNumber_IsDamage() =>
        AssertDamaged("the threshold of label 2 is NaN", Prediction(2, 3, Dense, writer => writer.Write<float>(new float[6]), [0, 1, float.NaN]));

    [TestMethod]
    public void Calibrators_ThatMakeNoSense_AreDamage()
    {
        AssertDamaged("its label names are missing", Calibrator(null, _ => { }, []));
        AssertDamaged("it has no labels", Calibrator([], _ => { }, []));
        AssertDamaged("it has the calibration method 3", Calibrator(["a"], writer => writer.Write(3), [0.5f]));
        AssertDamaged("one of its calibrators makes no sense: ", Calibrator(["a"], writer => WriteIsotonic(writer, [1, 0], [0, 1]), [0.5f]));
        AssertDamaged("one of its calibrators makes no sense: ", Calibrator(["a"], writer => WriteIsotonic(writer, [0, 1], [0, 2]), [0.5f]));
        AssertDamaged("the threshold of label 0 is NaN", Calibrator(["a"], writer => writer.Write(0), [float.NaN]));
        AssertDamaged("it has 2 thresholds, expected 1", Calibrator(["a"], writer => writer.Write(0), [0, 1]));
        Assert.AreEqual(1f, ((MultiLabelCalibratorTransformer)Load(Calibrator(["a"], writer => WriteIsotonic(writer, [0, 1], [0, 1]), [1]))).Thresholds[0]);
    }

    [TestMethod]
    public void LabelNames_ThatMakeNoSense_AreDamage()
    {
        AssertDamaged("it has no label names, or the same twice", LabelSet(';', "a", "b", "a"));
        AssertDamaged("it has no label names, or the same twice", LabelSet(';'));
        AssertDamaged("its separator is character 65536", LabelSet(65536, "a"));
        AssertDamaged("its separator is character -1", LabelSet(-1, "a"));
        AssertDamaged("its separator is character -2", Names(-2));
        AssertDamaged("its separator is character 65536", Names(65536));
        Assert.AreEqual("In", ((VectorToLabelSetTransformer)Load(Names(-1))).InputColumnName);
    }

    [TestMethod]
    public void Version_BelowTheFirst_IsDamage()
    {
        AssertDamaged("its version is 0", Names(';', version: 0));
        AssertDamaged("its version is -7", Names(';', version: -7));
    }

    [TestMethod]
    public void YesOrNo_ThatIsNeither_IsDamage()
    {
        ModelEntry entry = Prediction(2, 3, Dense, writer => writer.Write<float>(new float[6]), trained: 2);
        AssertDamaged("2 stands for yes or no", entry);
    }

    private static void AssertDamaged(string what, ModelEntry entry)
    {
        var exception = Assert.ThrowsExactly<TargetInvocationException>(() => Load(entry));
        Assert.IsInstanceOfType<InvalidDataException>(exception.InnerException, exception.ToString());
        Assert.Contains(" is damaged: ", exception.InnerException.Message);
        Assert.Contains(what, exception.InnerException.Message);
    }

    private static ITransformer Load(ModelEntry entry) => entry.Load(s_ml);

    private static MLContext MakeContext()
    {
        var ml = new MLContext(1);
        ml.ComponentCatalog.RegisterMultiLabel();
        return ml;
    }

    private static ModelEntry Loss(
        int input = (int)LossInput.Probabilities, int reduction = (int)Reduction.Sum, float[]? weight = null, float[]? posWeight = null) =>
        Entry("MultiLabelLoss", 1, writer =>
        {
            writer.Write("Out");
            writer.Write("In");
            writer.Write("Label");
            writer.Write(input);
            writer.Write(reduction);
            writer.Write<float>(weight);
            writer.Write<float>(posWeight);
        });

    private static ModelEntry Prediction(
        int features, int labels, int form, Action<ModelWriter> weights, float[]? thresholds = null, int? nameCount = null, byte trained = 0,
        Action<ModelWriter>? summary = null) =>
        Entry("MultiLabelPrediction", 2, writer =>
        {
            writer.Write("Features");
            writer.Write(features);
            writer.Write(labels);
            int names = nameCount ?? Math.Max(labels, 0);
            writer.Write(names < 0 ? null : (string[])[.. Enumerable.Range(0, names).Select(_ => "")]);
            writer.Write((IReadOnlyList<string>?)null);
            writer.Write<float>(new float[Math.Max(labels, 0)]);
            writer.Write(form);
            weights(writer);
            // A byte alone stands for yes or no.
            if (trained < 2)
                writer.Write(trained == 1);
            else
                writer.Write(2);
            summary?.Invoke(writer);
            writer.Write<float>(thresholds ?? new float[Math.Max(labels, 0)]);
        });

    private static void WriteSparse(ModelWriter writer, int[] counts, int[] labels)
    {
        writer.Write<int>(counts);
        writer.Write<int>(labels);
        float[] values = new float[labels.Length];
        Array.Fill(values, 1f);
        writer.Write<float>(values);
    }

    private static ModelEntry Calibrator(string[]? names, Action<ModelWriter> calibrators, float[] thresholds) =>
        Entry("MultiLabelCalibrator", 1, writer =>
        {
            writer.Write("Score");
            writer.Write(names);
            calibrators(writer);
            writer.Write<float>(thresholds);
        });

    private static void WriteIsotonic(ModelWriter writer, float[] scores, double[] probabilities)
    {
        writer.Write((int)CalibrationMethod.Isotonic);
        writer.Write<float>(scores);
        writer.Write<double>(probabilities);
    }

    private static ModelEntry LabelSet(int separator, params string[] names) => Entry("LabelSetToVector", 1, writer =>
    {
        writer.Write("Out");
        writer.Write("In");
        writer.Write(separator);
        writer.Write(names);
    });

    private static ModelEntry Names(int separator, int version = 1) => Entry("VectorToLabelSet", version, writer =>
    {
        writer.Write("Out");
        writer.Write("In");
        writer.Write(separator);
    });

    private static ModelEntry Entry(string loadName, int version, Action<ModelWriter> write)
    {
        using var state = new MemoryStream();
        using var binary = new BinaryWriter(state);
        var writer = new ModelWriter(binary, version);
        write(writer);
        writer.Finish();
        return new ModelEntry(loadName, state.ToArray());
    }
}
