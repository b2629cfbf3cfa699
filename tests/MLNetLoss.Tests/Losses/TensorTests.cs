using System.Numerics.Tensors;
using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Tensors: any shape, PyTorch's broadcasting, memory that is not dense.</summary>
[TestClass]
public sealed class TensorTests
{
    private static readonly float[] s_input = [.1f, -2, 3, .5f, 0, -1];
    private static readonly float[] s_target = [0, 1, 1, 0, .5f, 1];

    [TestMethod]
    public void RowWeights_Broadcast()
    {
        float[] rows = [2, .5f];
        float[] laid = [2, 2, 2, .5f, .5f, .5f];
        Check([2, 3], new ReadOnlyTensorSpan<float>(rows, [2, 1]), laid);
    }

    [TestMethod]
    public void LabelWeights_Broadcast()
    {
        float[] labels = [1, 2, 3];
        Check([2, 3], new ReadOnlyTensorSpan<float>(labels, [3]), labels);
        Check([2, 3], new ReadOnlyTensorSpan<float>(labels, [1, 3]), labels);
    }

    [TestMethod]
    public void OneWeight_AndAll_Broadcast()
    {
        Check([2, 3], new ReadOnlyTensorSpan<float>([1.5f], [1, 1]), [1.5f]);
        Check([2, 3], new ReadOnlyTensorSpan<float>([1, 2, 3, 4, 5, 6f], [2, 3]), [1, 2, 3, 4, 5, 6]);
    }

    [TestMethod]
    public void MiddleDimension_Broadcasts() =>
        Check([2, 1, 3], new ReadOnlyTensorSpan<float>([7, 8f], [2, 1, 1]), [7, 7, 7, 8, 8, 8]);

    [TestMethod]
    public void OuterDimension_Broadcasts() =>
        Check([3, 2], new ReadOnlyTensorSpan<float>([1, 2, 3f], [3, 1]), [1, 1, 2, 2, 3, 3]);

    [TestMethod]
    public void StridedInput_IsReadInItsOrder()
    {
        // The 2 x 3 matrix, stored column by column.
        float[] columns = [.1f, .5f, -2, 0, 3, -1];
        ReadOnlyTensorSpan<float> input = new(columns, [2, 3], [1, 2]);
        ReadOnlyTensorSpan<float> target = new(s_target, [2, 3]);
        Assert.AreEqual(Functional.BinaryCrossEntropyWithLogits(s_input, s_target), Functional.BinaryCrossEntropyWithLogits(input, target));
    }

    [TestMethod]
    public void Destination_ReceivesElementLosses_AndInPlace()
    {
        float[] expected = new float[6];
        Functional.BinaryCrossEntropyWithLogits(s_input, s_target, default, default, expected);
        float[] memory = [.. s_input];
        ReadOnlyTensorSpan<float> input = new(memory, [2, 3]);
        TensorSpan<float> destination = new(memory, [2, 3]);
        Functional.BinaryCrossEntropyWithLogits(input, new ReadOnlyTensorSpan<float>(s_target, [2, 3]), default, default, destination);
        CollectionAssert.AreEqual(expected, memory);
    }

    [TestMethod]
    public void Probabilities_HaveTheFormsWithoutPosWeight()
    {
        float[] probability = [.1f, .2f, .9f, .5f, 0, 1];
        float[] laid = [2, 2, 2, .5f, .5f, .5f];
        ReadOnlyTensorSpan<float> input = new(probability, [2, 3]);
        ReadOnlyTensorSpan<float> target = new(s_target, [2, 3]);
        ReadOnlyTensorSpan<float> rows = new([2, .5f], [2, 1]);
        float[] expected = new float[6];
        float[] actual = new float[6];
        Functional.BinaryCrossEntropy(probability, s_target, laid, expected);
        Functional.BinaryCrossEntropy(input, target, rows, new TensorSpan<float>(actual, [2, 3]));
        CollectionAssert.AreEqual(expected, actual);
        double sum = Functional.BinaryCrossEntropyWithGradient(probability, s_target, laid, Reduction.Sum, expected);
        Assert.AreEqual(sum, Functional.BinaryCrossEntropyWithGradient(input, target, rows, Reduction.Sum, new TensorSpan<float>(actual, [2, 3])));
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void Hessians_TakeTensors()
    {
        float[] probability = [.1f, .2f, .9f, .5f, .3f, .6f];
        float[] laid = [2, 2, 2, .5f, .5f, .5f];
        float[] labels = [1, 3, .5f];
        ReadOnlyTensorSpan<float> target = new(s_target, [2, 3]);
        ReadOnlyTensorSpan<float> rows = new([2, .5f], [2, 1]);
        ReadOnlyTensorSpan<float> positives = new(labels, [3]);
        float[] expected = new float[6];
        float[] actual = new float[6];
        TensorSpan<float> destination = new(actual, [2, 3]);
        Functional.BinaryCrossEntropyWithLogitsHessian(s_input, s_target, laid, labels, expected);
        Functional.BinaryCrossEntropyWithLogitsHessian(new ReadOnlyTensorSpan<float>(s_input, [2, 3]), target, rows, positives, destination);
        CollectionAssert.AreEqual(expected, actual);
        Functional.BinaryCrossEntropyHessian(probability, s_target, laid, labels, expected);
        Functional.BinaryCrossEntropyHessian(new ReadOnlyTensorSpan<float>(probability, [2, 3]), target, rows, positives, destination);
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void Hessians_TakeTensorsOfDoubles()
    {
        double[] input = [.1, .2, .3, .4];
        double[] target = [0, 1, 0, 1];
        double[] expected = new double[4];
        double[] actual = new double[4];
        TensorSpan<double> destination = new(actual, [2, 2]);
        ReadOnlyTensorSpan<double> rows = new([1, 2.0], [2, 1]);
        Functional.BinaryCrossEntropyWithLogitsHessian(input, target, [1, 1, 2, 2], default, expected);
        Functional.BinaryCrossEntropyWithLogitsHessian(
            new ReadOnlyTensorSpan<double>(input, [2, 2]), new ReadOnlyTensorSpan<double>(target, [2, 2]), rows, default, destination);
        CollectionAssert.AreEqual(expected, actual);
        Functional.BinaryCrossEntropyHessian(input, target, [1, 1, 2, 2], default, expected);
        Functional.BinaryCrossEntropyHessian(
            new ReadOnlyTensorSpan<double>(input, [2, 2]), new ReadOnlyTensorSpan<double>(target, [2, 2]), rows, default, destination);
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void MeanOverRows_KnowsTheLabels()
    {
        ReadOnlyTensorSpan<float> input = new(s_input, [2, 3]);
        ReadOnlyTensorSpan<float> target = new(s_target, [2, 3]);
        double mean = Functional.BinaryCrossEntropyWithLogits(
            input, target, default, Reduction.Mean, default, new LossOptions { Denominator = MeanDenominator.Rows });
        Assert.AreEqual(Functional.BinaryCrossEntropyWithLogits(s_input, s_target, default, Reduction.Sum) / 2, mean);
    }

    [TestMethod]
    public void RowsWithoutLabels_AreNoRows()
    {
        LossOptions options = new() { Denominator = MeanDenominator.Rows };
        Assert.AreEqual(double.NaN, Functional.BinaryCrossEntropyWithLogits(
            new ReadOnlyTensorSpan<float>(new float[4], [2, 0]), new ReadOnlyTensorSpan<float>(new float[4], [2, 0]), default, Reduction.Mean, default, options));
        Assert.AreEqual(0, Functional.BinaryCrossEntropy(
            new ReadOnlyTensorSpan<double>(new double[4], [0]), new ReadOnlyTensorSpan<double>(new double[4], [0]), default, Reduction.Mean, default,
            options with { EmptyMean = EmptyMean.Zero }));
    }

    [TestMethod]
    public void Destination_MustNotOverlapWhatIsNotDenseEither()
    {
        float[] memory = [.1f, -2, 3, .5f, 0, -1, 0, 1, 1, 0, .5f, 1, 9, 9, 9, 9, 9, 9];
        float[] before = [.. memory];
        Assert.Contains("overlaps input but does not start where it starts", Refused(() => Each(ofInput: 0, ofDestination: 1)));
        Assert.Contains("overlaps target;", Refused(() => Each(ofInput: 0, ofDestination: 11)));
        Assert.Contains("overlaps weight;", Refused(() => Functional.BinaryCrossEntropyWithLogits(
            new ReadOnlyTensorSpan<float>(s_input, [2, 3]), new ReadOnlyTensorSpan<float>(s_target, [2, 3]),
            new ReadOnlyTensorSpan<float>(memory, 8, [2, 1], [2, 0]), default, new TensorSpan<float>(memory, 10, [2, 3], default))));
        Assert.Contains("gradient overlaps posWeight;", Refused(() => Functional.BinaryCrossEntropyWithLogitsAndGradient(
            new ReadOnlyTensorSpan<float>(s_input, [2, 3]), new ReadOnlyTensorSpan<float>(s_target, [2, 3]), default, Reduction.Mean,
            new ReadOnlyTensorSpan<float>(memory, 8, [2, 1], [2, 0]), new TensorSpan<float>(memory, 10, [2, 3], default))));
        CollectionAssert.AreEqual(before, memory);

        float[] expected = new float[6];
        float[] columns = [.1f, .5f, -2, 0, 3, -1];
        Functional.BinaryCrossEntropyWithLogits(s_input, s_target, default, default, expected);
        columns.CopyTo(memory, 0);
        new float[] { 0, 0, 1, .5f, 1, 1 }.CopyTo(memory, 6);
        Each(ofInput: 0, ofDestination: 12);
        CollectionAssert.AreEqual(expected, memory[12..]);
        Each(ofInput: 0, ofDestination: 0);
        CollectionAssert.AreEqual(expected, memory[..6]);

        // Between the rows of the input there is room for a destination.
        float[] rows = [.1f, -2, 3, 9, 9, 9, 9, 9, 9, .5f, 0, -1];
        Functional.BinaryCrossEntropyWithLogits(
            new ReadOnlyTensorSpan<float>(rows, 0, [2, 3], [9, 1]), new ReadOnlyTensorSpan<float>(s_target, [2, 3]), default, default,
            new TensorSpan<float>(rows, 3, [2, 3], default));
        CollectionAssert.AreEqual(expected, rows[3..9]);

        // Input and target are 2 x 3 matrices stored column by column.
        void Each(int ofInput, int ofDestination) => Functional.BinaryCrossEntropyWithLogits(
            new ReadOnlyTensorSpan<float>(memory, ofInput, [2, 3], [1, 2]), new ReadOnlyTensorSpan<float>(memory, 6, [2, 3], [1, 2]), default, default,
            new TensorSpan<float>(memory, ofDestination, [2, 3], default));

        static string Refused(Action call) => Assert.ThrowsExactly<ArgumentException>(call).Message;
    }

    [TestMethod]
    public void Doubles_HaveEveryForm()
    {
        double[] input = [.1, .2, .3, .4];
        double[] target = [0, 1, 0, 1];
        double[] laid = [1, 1, 2, 2];
        double[] expected = new double[4];
        double[] actual = new double[4];
        ReadOnlyTensorSpan<double> inputs = new(input, [2, 2]);
        ReadOnlyTensorSpan<double> targets = new(target, [2, 2]);
        ReadOnlyTensorSpan<double> rows = new([1, 2.0], [2, 1]);
        TensorSpan<double> destination = new(actual, [2, 2]);
        Functional.BinaryCrossEntropy(input, target, laid, expected);
        Functional.BinaryCrossEntropy(inputs, targets, rows, destination);
        CollectionAssert.AreEqual(expected, actual);
        double sum = Functional.BinaryCrossEntropyWithGradient(input, target, laid, Reduction.Sum, expected);
        Assert.AreEqual(sum, Functional.BinaryCrossEntropyWithGradient(inputs, targets, rows, Reduction.Sum, destination));
        CollectionAssert.AreEqual(expected, actual);
        Functional.BinaryCrossEntropyWithLogits(input, target, laid, laid, expected);
        Functional.BinaryCrossEntropyWithLogits(inputs, targets, rows, rows, destination);
        CollectionAssert.AreEqual(expected, actual);
        sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(input, target, laid, Reduction.Mean, laid, expected);
        Assert.AreEqual(sum, Functional.BinaryCrossEntropyWithLogits(inputs, targets, rows, Reduction.Mean, rows));
        Assert.AreEqual(sum, Functional.BinaryCrossEntropyWithLogitsAndGradient(inputs, targets, rows, Reduction.Mean, rows, destination));
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void Doubles_Broadcast()
    {
        double[] input = [.1, .2, .3, .4];
        double[] target = [0, 1, 0, 1];
        double actual = Functional.BinaryCrossEntropy(
            new ReadOnlyTensorSpan<double>(input, [2, 2]), new ReadOnlyTensorSpan<double>(target, [2, 2]), new ReadOnlyTensorSpan<double>([1, 2.0], [2, 1]));
        Assert.AreEqual(Functional.BinaryCrossEntropy(input, target, [1, 1, 2, 2]), actual);
    }

    [TestMethod]
    public void ShapesThatDoNotFit_AreNamed()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropy(
            new ReadOnlyTensorSpan<float>(s_input, [2, 3]), new ReadOnlyTensorSpan<float>(s_target, [3, 2])));
        Assert.AreEqual("target", fault.ParamName);
        Assert.Contains("[3, 2]", fault.Message);
        fault = Assert.ThrowsExactly<ArgumentException>(() => Functional.BinaryCrossEntropyWithLogits(
            new ReadOnlyTensorSpan<float>(s_input, [2, 3]), new ReadOnlyTensorSpan<float>(s_target, [2, 3]), new ReadOnlyTensorSpan<float>([1, 2f], [2])));
        Assert.AreEqual("weight", fault.ParamName);
        Assert.Contains("[2]", fault.Message);
    }

    private static void Check(nint[] shape, in ReadOnlyTensorSpan<float> weight, float[] laid)
    {
        ReadOnlyTensorSpan<float> input = new(s_input, shape);
        ReadOnlyTensorSpan<float> target = new(s_target, shape);
        float[] expected = new float[6];
        float[] actual = new float[6];
        double value = Functional.BinaryCrossEntropyWithLogitsAndGradient(s_input, s_target, laid, Reduction.Mean, laid, expected);
        Assert.AreEqual(value, Functional.BinaryCrossEntropyWithLogits(input, target, weight, Reduction.Mean, weight));
        Assert.AreEqual(value, Functional.BinaryCrossEntropyWithLogitsAndGradient(
            input, target, weight, Reduction.Mean, weight, new TensorSpan<float>(actual, shape)));
        CollectionAssert.AreEqual(expected, actual);
    }
}
