using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>The soft margin class beyond PyTorch's: options, parts of rows, rows as the mean's denominator.</summary>
[TestClass]
public sealed class SoftMarginTests
{
    private static readonly float[] s_input = [.1f, -2, 3, .5f, 0, -1];
    private static readonly float[] s_target = [0, 1, 1, 0, .5f, 1];
    private static readonly float[] s_withMissing = [0, float.NaN, 1, float.NaN, .5f, 1];

    [TestMethod]
    public void ForwardRows_SmoothsLabels_AndLeavesMissingTargetsOut()
    {
        float[] rows = new float[2];
        MultiLabelSoftMarginLoss loss = new(3, [1, 2, 3]) { LabelSmoothing = .2, MissingTargets = MissingTargets.Ignore };
        loss.ForwardRows(s_input, s_withMissing, rows);
        Assert.AreEqual((float)((Element(0) + Element(2)) / 3), rows[0]);
        Assert.AreEqual((float)((Element(4) + Element(5)) / 3), rows[1]);

        static double Element(int i) => ((i % 3) + 1) * Truth.LogitLoss(s_input[i], (s_target[i] * .8) + .1);
    }

    [TestMethod]
    public void MeanOverRows_IsTheMeanOfTheRowsLosses()
    {
        foreach (float[] target in new[] { s_target, s_withMissing })
        {
            float[] rows = new float[2], gradient = new float[6], expected = new float[6];
            MultiLabelSoftMarginLoss byRows = new(3) { Denominator = MeanDenominator.Rows, MissingTargets = MissingTargets.Ignore };
            byRows.ForwardRows(s_input, target, rows);
            Assert.AreEqual(((double)rows[0] + rows[1]) / 2, byRows.Forward(s_input, target), 1e-7);
            byRows.Forward(s_input, target, gradient);
            new MultiLabelSoftMarginLoss(3, null, Reduction.Sum) { MissingTargets = MissingTargets.Ignore }.Forward(s_input, target, expected);
            for (int i = 0; i < 6; i++)
                Assert.AreEqual(expected[i] / 2, gradient[i], 1e-8f, $"gradient[{i}]");
        }

        float[] nothing = [.. Enumerable.Repeat(float.NaN, 6)];
        MultiLabelSoftMarginLoss empty = new(3) { Denominator = MeanDenominator.Rows, MissingTargets = MissingTargets.Ignore, EmptyMean = EmptyMean.Zero };
        Assert.AreEqual(0, empty.Forward(s_input, nothing));
        Assert.ThrowsExactly<ArgumentException>(() => empty.Forward(s_input, nothing.AsSpan(1)));
    }

    [TestMethod]
    public void PartOfARow_IsDividedByAllItsLabels()
    {
        // A trainer that is short of memory learns some labels at a time.
        MultiLabelSoftMarginLoss loss = new(6, [1, 2, 3, 4, 5, 6]);
        float[] whole = new float[6], part = new float[6];
        double sum = loss.SumOfLabels(s_input, s_target, 0, default, whole);
        double first = loss.SumOfLabels(s_input.AsSpan(0, 4), s_target.AsSpan(0, 4), 0, default, part);
        double rest = loss.SumOfLabels(s_input.AsSpan(4), s_target.AsSpan(4), 4, default, part.AsSpan(4));
        Assert.AreEqual(sum, first + rest, 1e-14);
        CollectionAssert.AreEqual(whole, part);
        Assert.ThrowsExactly<ArgumentException>(() => loss.SumFromLogits(s_input.AsSpan(4), s_target.AsSpan(4), part));
    }

    [TestMethod]
    public void LabelCount_SetAgain_MustStillFitTheWeights()
    {
        MultiLabelSoftMarginLoss loss = new(3, [1, 2, 3]) { LabelCount = 2 };
        Assert.Contains("3 weights for 2 labels", Refused(() => loss.Forward(s_input, s_target)));
        Assert.Contains("3 weights for 2 labels", Refused(() => loss.ForwardEach(s_input, s_target, new float[6])));
    }

    [TestMethod]
    [DataRow(Reduction.Mean, MeanDenominator.ValidElements)]
    [DataRow(Reduction.Mean, MeanDenominator.Rows)]
    [DataRow(Reduction.Mean, MeanDenominator.WeightSum)]
    [DataRow(Reduction.Sum, MeanDenominator.ValidElements)]
    public void Functions_GiveWhatTheClassDoes_WithGradientAndOptions(Reduction reduction, MeanDenominator denominator)
    {
        MultiLabelSoftMarginLoss loss = new(3, [1, 2, 3], reduction)
        {
            LabelSmoothing = .2,
            MissingTargets = MissingTargets.Ignore,
            Denominator = denominator,
        };
        LossOptions options = new() { LabelSmoothing = .2, MissingTargets = MissingTargets.Ignore, Denominator = denominator };
        float[] expected = new float[6], gradient = new float[6];
        double value = loss.Forward(s_input, s_withMissing, expected);
        Assert.AreEqual(value, Functional.MultiLabelSoftMarginLoss(s_input, s_withMissing, 3, [1, 2, 3], reduction, options));
        Assert.AreEqual(value, Functional.MultiLabelSoftMarginLossWithGradient(s_input, s_withMissing, 3, [1, 2, 3], reduction, gradient, options));
        CollectionAssert.AreEqual(expected, gradient);

        double[] input = Array.ConvertAll(s_input, x => (double)x), target = Array.ConvertAll(s_withMissing, t => (double)t), wide = new double[6];
        Assert.AreEqual(value, Functional.MultiLabelSoftMarginLoss(input, target, 3, [1, 2, 3], reduction, options), 1e-14);
        Assert.AreEqual(value, Functional.MultiLabelSoftMarginLossWithGradient(input, target, 3, [1, 2, 3], reduction, wide, options), 1e-14);
        for (int i = 0; i < 6; i++)
            Assert.AreEqual(wide[i], gradient[i], 1e-7, $"gradient[{i}]");
    }

    [TestMethod]
    public void Gradient_IsThatOfPyTorch()
    {
        // torch.autograd of F.multilabel_soft_margin_loss at [[0.5, -1], [2, 0]], targets [[1, 0], [0, 1]], weights [1, 3].
        double[] gradient = new double[4];
        double value = Functional.MultiLabelSoftMarginLossWithGradient([.5, -1, 2, 0], [1.0, 0, 0, 1], 2, [1.0, 3], Reduction.Mean, gradient);
        Assert.AreEqual(1.4050578998643959, value, 1e-15);
        double[] expected = [-0.09438516719953637, 0.20170606602749633, 0.2201992694944706, -0.375];
        for (int i = 0; i < 4; i++)
            Assert.AreEqual(expected[i], gradient[i], 1e-15, $"gradient[{i}]");
    }

    [TestMethod]
    public void LabelCount_OutOfRange_IsNamed()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => Functional.MultiLabelSoftMarginLoss(s_input, s_target, 0));
        Assert.AreEqual("labelCount", fault.ParamName);
        Assert.Contains("The label count is 0; it must be positive", fault.Message);
        Assert.Contains("input has 6 values, which is not a whole number of rows of 4 labels", Refused(() => Functional.MultiLabelSoftMarginLoss(s_input, s_target, 4)));
    }

    [TestMethod]
    public void ReductionNone_PointsToTheFunctionOfRows()
    {
        Assert.Contains("MultiLabelSoftMarginRows", Refused(() =>
            Functional.MultiLabelSoftMarginLossWithGradient(s_input, s_target, 3, default, Reduction.None, new float[6])));
        Assert.Contains("MultiLabelSoftMarginRows", Refused(() => Functional.MultiLabelSoftMarginLoss(s_input, s_target, 3, default, Reduction.None)));
        Assert.Contains("MultiLabelSoftMarginRows", Refused(() => Functional.MultiLabelSoftMarginLoss([1.0], [1.0], 1, default, Reduction.None)));
    }

    private static string Refused(Action call) => Assert.ThrowsExactly<ArgumentException>(call).Message;
}
