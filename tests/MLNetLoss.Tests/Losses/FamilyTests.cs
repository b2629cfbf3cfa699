using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Focal, asymmetric and soft margin losses against PyTorch's answers in double precision.</summary>
[TestClass]
public sealed class FamilyTests
{
    private static IEnumerable<GoldenCase> Cases(string operation) =>
        GoldenCase.Read(SharedData.InRepository("tests", "golden", "losses.json.gz")).Where(golden => golden.Operation == operation);

    [TestMethod]
    public void SigmoidFocalLoss_IsTorchvisions()
    {
        int count = 0;
        foreach (GoldenCase golden in Cases("focal"))
        {
            double alpha = golden.Number("alpha");
            double gamma = golden.Number("gamma");
            double[] none = golden.Doubles("none");
            float[] actual = new float[none.Length];
            Functional.SigmoidFocalLoss(golden.Input, golden.Target, alpha, gamma, default, actual);
            Ulp.AreClose(none, actual, 2, $"{golden} alpha {alpha} gamma {gamma}");
            double sum = Functional.SigmoidFocalLossWithGradient(golden.Input, golden.Target, alpha, gamma, Reduction.Sum, default, actual);
            Ulp.AreRelativelyClose(none.Sum(), sum, 1e-12, golden.Name);
            Near(golden.Doubles("gradient"), actual, golden.Name);

            SigmoidFocalLoss loss = new(alpha, gamma, Reduction.Sum);
            Assert.AreEqual(sum, loss.Forward(golden.Input, golden.Target));
            Assert.AreEqual(sum, loss.SumFromLogits(golden.Input, golden.Target, actual));

            double[] probability = [.. golden.Input.Select(x => Truth.Sigmoid(x))];
            double[] target = [.. golden.Target.Select(t => (double)t)];
            Assert.AreEqual(sum, Functional.FocalLoss(probability, target, alpha, gamma, Reduction.Sum), 1e-9 * Math.Max(1, sum), golden.Name);
            float[] narrow = [.. probability.Select(p => (float)p)];
            FocalLoss form = new(alpha, gamma, Reduction.Sum);
            Assert.AreEqual(Functional.FocalLoss(narrow, golden.Target, alpha, gamma, Reduction.Sum), form.Forward(narrow, golden.Target));
            Assert.AreEqual(sum, form.SumFromLogits(golden.Input, golden.Target, actual));
            count++;
        }

        Assert.IsGreaterThan(20, count);
    }

    [TestMethod]
    public void AsymmetricLoss_IsTheReferences()
    {
        int count = 0;
        foreach (GoldenCase golden in Cases("asymmetric"))
        {
            (double negative, double positive, double clip) = (golden.Number("gamma_negative"), golden.Number("gamma_positive"), golden.Number("clip"));
            double[] none = golden.Doubles("none");
            float[] actual = new float[none.Length];
            Functional.AsymmetricLoss(golden.Input, golden.Target, negative, positive, clip, default, actual);
            Near(none, actual, golden.Name);
            double sum = Functional.AsymmetricLossWithGradient(golden.Input, golden.Target, negative, positive, clip, Reduction.Sum, default, actual);
            Assert.AreEqual(none.Sum(), sum, 1e-12 * Math.Max(1, none.Sum()), golden.Name);
            Near(golden.Doubles("gradient"), actual, golden.Name);
            AsymmetricLoss loss = new(negative, positive, clip);
            Assert.AreEqual(sum / none.Length, loss.Forward(golden.Input, golden.Target), 1e-15 * sum);
            count++;
        }

        Assert.IsGreaterThan(20, count);
    }

    [TestMethod]
    public void AsymmetricLoss_WithoutFocus_IsBinaryCrossEntropy()
    {
        float[] x = [-3, .5f, 2, 8];
        float[] t = [0, 1, 0, 1];

        // Sums of binary cross-entropy are computed to fourteen digits, as documented at their exponential.
        Assert.AreEqual(
            Functional.BinaryCrossEntropyWithLogits(x, t), Functional.AsymmetricLoss(x, t, gammaNegative: 0, gammaPositive: 0, clip: 0), 2e-14);
    }

    [TestMethod]
    public void AsymmetricLoss_FocusAsConstant_ChangesTheGradientOnly()
    {
        float[] x = [-3, .5f, 2, -1];
        float[] t = [0, 1, 0, 1];
        float[] through = new float[4];
        float[] constant = new float[4];
        double loss = new AsymmetricLoss().Forward(x, t, through);
        Assert.AreEqual(loss, new AsymmetricLoss(differentiateFocus: false).Forward(x, t, constant));
        CollectionAssert.AreNotEqual(through, constant);
    }

    [TestMethod]
    public void SoftMargin_IsPyTorchs()
    {
        int count = 0;
        foreach (GoldenCase golden in Cases("soft_margin"))
        {
            double[] rows = golden.Doubles("rows");
            float[] actual = new float[golden.Rows];
            MultiLabelSoftMarginLoss loss = new(golden.Labels, golden.Weight, Reduction.Sum);
            loss.ForwardRows(golden.Input, golden.Target, actual);
            Near(rows, actual, golden.Name);
            Assert.AreEqual(rows.Sum(), loss.Forward(golden.Input, golden.Target), 1e-12 * rows.Sum(), golden.Name);
            Assert.AreEqual(rows.Sum(), Functional.MultiLabelSoftMarginLoss(golden.Input, golden.Target, golden.Labels, golden.Weight, Reduction.Sum), 1e-12 * rows.Sum());
            Assert.AreEqual(rows.Average(), new MultiLabelSoftMarginLoss(golden.Labels, golden.Weight).Forward(golden.Input, golden.Target), 1e-12 * rows.Sum());
            float[] each = new float[golden.Input.Length];
            loss.ForwardEach(golden.Input, golden.Target, each);
            Assert.AreEqual(rows.Sum(), each.Sum(value => (double)value), 1e-6 * rows.Sum(), golden.Name);
            count++;
        }

        Assert.IsGreaterThan(10, count);
    }

    [TestMethod]
    [DataRow(1.5, 2)]
    [DataRow(double.NaN, 2)]
    [DataRow(.25, -1)]
    [DataRow(.25, double.PositiveInfinity)]
    public void FocalParameters_OutOfRange_AreRefused(double alpha, double gamma)
    {
        Assert.ThrowsExactly<ArgumentException>(() => new SigmoidFocalLoss(alpha, gamma));
        Assert.ThrowsExactly<ArgumentException>(() => new FocalLoss(alpha, gamma));
        Assert.ThrowsExactly<ArgumentException>(() => Functional.SigmoidFocalLoss([1f], [1f], alpha, gamma));
    }

    [TestMethod]
    [DataRow(-1, 1, .05)]
    [DataRow(4, double.NaN, .05)]
    [DataRow(4, 1, 1)]
    [DataRow(4, 1, -.1)]
    public void AsymmetricParameters_OutOfRange_AreRefused(double negative, double positive, double clip) =>
        Assert.ThrowsExactly<ArgumentException>(() => new AsymmetricLoss(negative, positive, clip));

    [TestMethod]
    public void SoftMarginParameters_OutOfRange_AreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new MultiLabelSoftMarginLoss(0));
        Assert.ThrowsExactly<ArgumentException>(() => new MultiLabelSoftMarginLoss(3, [1, 2]));
        Assert.Contains("4 weights for 2 labels", Assert.ThrowsExactly<ArgumentException>(
            () => Functional.MultiLabelSoftMarginLoss([1, 2, 3, 4f], [0, 1, 0, 1f], 2, [1, 2, 3, 4f])).Message);
        Assert.Contains("4 weights for 2 labels", Assert.ThrowsExactly<ArgumentException>(
            () => Functional.MultiLabelSoftMarginRows([1, 2, 3, 4.0], [0, 1, 0, 1.0], 2, new double[2], [1, 2, 3, 4.0])).Message);
        Assert.ThrowsExactly<ArgumentException>(() => new MultiLabelSoftMarginLoss(3).Forward([1, 2], [0, 1]));
    }

    [TestMethod]
    public void Parameters_AreTold()
    {
        FocalLoss focal = new(.75, 3);
        SigmoidFocalLoss sigmoid = new(.625, 1.5);
        AsymmetricLoss asymmetric = new(5, 2, .25, differentiateFocus: false);
        Assert.AreEqual((.75, 3), (focal.Alpha, focal.Gamma));
        Assert.AreEqual((.625, 1.5), (sigmoid.Alpha, sigmoid.Gamma));
        Assert.AreEqual((5, 2, .25, false), (asymmetric.GammaNegative, asymmetric.GammaPositive, asymmetric.Clip, asymmetric.DifferentiateFocus));
        Assert.AreEqual(7, new MultiLabelSoftMarginLoss(7).LabelCount);
        CollectionAssert.AreEqual(new[] { 2f, 3 }, new BCELoss { PosWeight = new float[] { 2, 3 } }.PosWeight.ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 3 }, new BCEWithLogitsLoss(posWeight: [2, 3]).PosWeight.ToArray());
    }

    /// <summary>Autograd's rounding and the reference's clamps limit the accuracy of the golden values to about 1e-7, relative.</summary>
    private static void Near(double[] expected, float[] actual, string name)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], (2.4e-7 * Math.Abs(expected[i])) + 1e-13, $"{name}[{i}]");
    }
}
