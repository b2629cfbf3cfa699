using MLNetLoss.Losses;

namespace MLNetLoss.Tests.Losses;

/// <summary>Edge cases of the focal, asymmetric and soft margin losses: clamps, shifts, exponents of 0, alpha at its ends, NaN and infinite logits.</summary>
[TestClass]
public sealed class FamilyEdgeTests
{
    // -ln 1e-8, the reference's least argument of a logarithm.
    private const double Most = 18.420680743952367;

    [TestMethod]
    [DataRow(-30, 1, 0, Most, 0)]
    [DataRow(30, 0, 0, Most, 0)]
    [DataRow(30, 0, 1e-9, Most, 0)]
    [DataRow(-18, 1, 0, 18.000000015229978, -0.9999999847700205)]
    [DataRow(18, 0, 0, 18.000000015229978, 0.9999999847700205)]
    public void AsymmetricLogarithms_AreClampedAtTheReferencesEpsilon(double x, double t, double clip, double loss, double gradient)
    {
        double[] actual = new double[1];
        Assert.AreEqual(loss, Functional.AsymmetricLossWithGradient([x], [t], 0, 0, clip, Reduction.Sum, default, actual), 1e-12);
        Assert.AreEqual(gradient, actual[0], 1e-12);
    }

    [TestMethod]
    [DataRow(-5)]
    [DataRow(-40)]
    public void AsymmetricNegatives_BelowTheShift_CostNothing(double x)
    {
        double[] gradient = [17];
        foreach (double gamma in (double[])[0, 1, 4])
        {
            Assert.AreEqual(0, Functional.AsymmetricLossWithGradient([x], [0.0], gamma, 1, .05, Reduction.Sum, default, gradient), 0);
            Assert.AreEqual(0, gradient[0], 0);
        }
    }

    [TestMethod]
    public void AsymmetricLoss_OfSoftTargets_IsTheFormulaWrittenDown()
    {
        foreach ((double gammaNegative, double gammaPositive, double clip) in (ReadOnlySpan<(double, double, double)>)[(4, 1, .05), (2, 0, 0), (0, 3, .2)])
        {
            for (double x = -6; x <= 6; x += .37)
            {
                foreach (double t in (double[])[0, .25, .7, 1])
                {
                    double[] gradient = new double[1];
                    double loss = Functional.AsymmetricLossWithGradient([x], [t], gammaNegative, gammaPositive, clip, Reduction.Sum, default, gradient);
                    Assert.AreEqual(Plain(x), loss, 1e-12 * Math.Max(1, loss), $"{x}, {t}");
                    const double Step = 1e-6;
                    double slope = (Plain(x + Step) - Plain(x - Step)) / (2 * Step);
                    Assert.AreEqual(slope, gradient[0], 1e-7, $"{x}, {t}, {gammaNegative}");

                    double Plain(double x)
                    {
                        double s = 1 / (1 + Math.Exp(-x));
                        double n = Math.Min(1 - s + clip, 1);
                        double right = (t * s) + ((1 - t) * n);
                        double focus = Math.Pow(1 - right, (gammaPositive * t) + (gammaNegative * (1 - t)));
                        return -focus * ((t * Math.Log(Math.Max(s, 1e-8))) + ((1 - t) * Math.Log(Math.Max(n, 1e-8))));
                    }
                }
            }
        }
    }

    [TestMethod]
    public void LogitsThatAreNoNumbers_StayNone()
    {
        double[] gradient = new double[3];
        Assert.IsTrue(double.IsNaN(Functional.SigmoidFocalLossWithGradient([1, double.NaN, 2], [0, 1, 1.0], .25, 2, Reduction.Sum, default, gradient)));
        CollectionAssert.AreEqual(new[] { false, true, false }, gradient.Select(double.IsNaN).ToArray());
        Assert.IsTrue(double.IsNaN(Functional.AsymmetricLossWithGradient([1, double.NaN, 2], [0, 1, 1.0], 4, 1, .05, Reduction.Sum, default, gradient)));
        CollectionAssert.AreEqual(new[] { false, true, false }, gradient.Select(double.IsNaN).ToArray());
    }

    [TestMethod]
    public void FloatsThatAreNoNumbers_StayNone_AndInfiniteOnesGiveTheLimit()
    {
        // A right answer has no loss, a wrong one a focusing factor of 1. The logarithms of the asymmetric loss stop at ln 1e-8.
        float[] x = [1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity, 2];
        float[] t = [0, 1, 1, 0, 0, 1, 1];
        float[] losses = new float[x.Length], gradient = new float[x.Length];
        Functional.SigmoidFocalLoss(x, t, -1, 2, default, losses);
        Check([float.NaN, 0, 0, float.PositiveInfinity, float.PositiveInfinity]);
        Functional.SigmoidFocalLoss(x, t, -1, 1.5, default, losses);
        Check([float.NaN, 0, 0, float.PositiveInfinity, float.PositiveInfinity]);
        Functional.AsymmetricLoss(x, t, 4, 1, 0, default, losses);
        Check([float.NaN, 0, 0, (float)-Math.Log(1e-8), (float)-Math.Log(1e-8)]);
        Functional.AsymmetricLoss(x, t, 4, 1, .05, default, losses);
        Check([float.NaN, 0, 0, (float)-(Math.Pow(.95, 4) * Math.Log(.05)), (float)-Math.Log(1e-8)]);
        foreach (double clip in new[] { 0, .05 })
        {
            Assert.IsTrue(double.IsNaN(Functional.AsymmetricLossWithGradient(x, t, 4, 1, clip, Reduction.Sum, default, gradient)));
            CollectionAssert.AreEqual(new[] { false, true, false, false, false, false, false }, gradient.Select(float.IsNaN).ToArray(), $"clip {clip}");
        }

        Assert.IsTrue(double.IsNaN(Functional.SigmoidFocalLossWithGradient(x, t, -1, 2, Reduction.Sum, default, gradient)));
        CollectionAssert.AreEqual(new[] { false, true, false, false, false, false, false }, gradient.Select(float.IsNaN).ToArray());

        void Check(float[] expected)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], losses[i + 1], 1e-6f, $"{x[i + 1]} at target {t[i + 1]}");
            }
        }
    }

    [TestMethod]
    [DataRow(0, 0, 1)]
    [DataRow(1, 1, 0)]
    [DataRow(-1, 1, 1)]
    public void FocalAlpha_AtItsEnds_IsTheShareOfPositives(double alpha, double ofPositives, double ofNegatives)
    {
        // With gamma 0 the loss is the weight times the cross-entropy.
        double bce = Math.Log(1 + Math.Exp(-.5));
        Assert.AreEqual(ofPositives * bce, Functional.SigmoidFocalLoss([.5], [1.0], alpha, 0), 1e-15);
        Assert.AreEqual(ofNegatives * bce, Functional.SigmoidFocalLoss([-.5], [0.0], alpha, 0), 1e-15);
        Assert.AreEqual(ofPositives * Math.Log(4), Functional.FocalLoss([.25], [1.0], alpha, 0), 1e-15);
        Assert.AreEqual(ofNegatives * Math.Log(4), Functional.FocalLoss([.75], [0.0], alpha, 0), 1e-15);
    }

    [TestMethod]
    public void FormsInDouble_AgreeWithThoseInSingle()
    {
        float[] x = [-3, .5f, 2, -1];
        float[] p = [.1f, .6f, .9f, .3f];
        float[] t = [0, 1, .25f, 1];
        float[] weight = [1, 2];
        double[] dx = Wide(x), dp = Wide(p), dt = Wide(t), dw = Wide(weight);
        float[] each = new float[4];
        double[] deach = new double[4];

        Same(Functional.SigmoidFocalLoss(x, t, weight: weight), Functional.SigmoidFocalLoss(dx, dt, weight: dw));
        Functional.SigmoidFocalLoss(x, t, .25, 2, weight, each);
        Functional.SigmoidFocalLoss(dx, dt, .25, 2, dw, deach);
        SameEach();
        Same(
            Functional.SigmoidFocalLossWithGradient(x, t, .25, 2, Reduction.Sum, weight, each),
            Functional.SigmoidFocalLossWithGradient(dx, dt, .25, 2, Reduction.Sum, dw, deach));
        SameEach();

        Same(Functional.FocalLoss(p, t, weight: weight), Functional.FocalLoss(dp, dt, weight: dw));
        Functional.FocalLoss(p, t, .25, 2, weight, each);
        Functional.FocalLoss(dp, dt, .25, 2, dw, deach);
        SameEach();
        Same(
            Functional.FocalLossWithGradient(p, t, .25, 2, Reduction.Sum, weight, each),
            Functional.FocalLossWithGradient(dp, dt, .25, 2, Reduction.Sum, dw, deach));
        SameEach();

        Same(Functional.AsymmetricLoss(x, t, weight: weight), Functional.AsymmetricLoss(dx, dt, weight: dw));
        Functional.AsymmetricLoss(x, t, 4, 1, .05, weight, each);
        Functional.AsymmetricLoss(dx, dt, 4, 1, .05, dw, deach);
        SameEach();
        Same(
            Functional.AsymmetricLossWithGradient(x, t, 4, 1, .05, Reduction.Sum, weight, each),
            Functional.AsymmetricLossWithGradient(dx, dt, 4, 1, .05, Reduction.Sum, dw, deach));
        SameEach();

        Same(Functional.MultiLabelSoftMarginLoss(x, t, 2, weight), Functional.MultiLabelSoftMarginLoss(dx, dt, 2, dw));
        Functional.MultiLabelSoftMarginRows(x, t, 2, each, weight);
        Functional.MultiLabelSoftMarginRows(dx, dt, 2, deach, dw);
        SameEach();

        void SameEach()
        {
            for (int i = 0; i < each.Length; i++)
                Same(each[i], deach[i], 2e-7);
        }

        static void Same(double single, double wide, double tolerance = 1e-12) => Assert.AreEqual(wide, single, tolerance * Math.Max(1, Math.Abs(wide)));
        static double[] Wide(float[] values) => Array.ConvertAll(values, value => (double)value);
    }

    [TestMethod]
    public void SoftMarginRows_SayWhatDoesNotFit()
    {
        Assert.Contains("1 values but there are 2 rows", Refused(() => Functional.MultiLabelSoftMarginRows([1, 2, 3, 4f], [0, 1, 0, 1f], 2, new float[1])));
        Assert.Contains("target has 2 values", Refused(() => Functional.MultiLabelSoftMarginRows([1, 2, 3, 4f], [0, 1f], 2, new float[2])));
        Assert.Contains("target[3] is 2; it must be in [0, 1]. (Parameter 'target')", Refused(() => Functional.MultiLabelSoftMarginRows([1, 2, 3, 4f], [0, 1, 0, 2f], 2, new float[2])));
        float[] shared = [1, 2, 3, 4];
        Assert.Contains("overlaps", Refused(() => Functional.MultiLabelSoftMarginRows(shared, [0, 1, 0, 1], 2, shared)));
        Assert.Contains("1 values but there are 2 rows", Refused(() => Functional.MultiLabelSoftMarginRows([1, 2, 3, 4.0], [0, 1, 0, 1.0], 2, new double[1])));
        Assert.Contains("target has 2 values", Refused(() => Functional.MultiLabelSoftMarginRows([1, 2, 3, 4.0], [0, 1.0], 2, new double[2])));
        Assert.Contains("target[3] is 2; it must be in [0, 1]. (Parameter 'target')", Refused(() => Functional.MultiLabelSoftMarginRows([1, 2, 3, 4.0], [0, 1, 0, 2.0], 2, new double[2])));
        double[] wide = [1, 2, 3, 4];
        Assert.Contains("overlaps", Refused(() => Functional.MultiLabelSoftMarginRows(wide, [0, 1, 0, 1], 2, wide)));

        static string Refused(Action call) => Assert.ThrowsExactly<ArgumentException>(call).Message;
    }

    [TestMethod]
    public void HessianOfAProbability_StaysFiniteAtTheEnds()
    {
        double[] actual = new double[4];
        Functional.BinaryCrossEntropyHessian([0, 1, 1e-11, 1e-13], [1.0, 0, 1, 1], default, default, actual);
        Assert.AreEqual(1e24, actual[0], 1e12);
        Assert.AreEqual(1e24, actual[1], 1e12);
        Assert.AreEqual(1e22, actual[2], 1e10);
        Assert.AreEqual(1e24, actual[3], 1e12);
    }

    [TestMethod]
    public void SumForTrainers_SmoothsLabels()
    {
        float[] x = [-3, .5f, 2, -1], t = [0, 1, .25f, 1];
        float[] expected = new float[4], actual = new float[4];
        double sum = Functional.BinaryCrossEntropyWithLogitsAndGradient(
            x, t, default, Reduction.Sum, default, expected, new LossOptions { LabelSmoothing = .2 });
        Assert.AreEqual(sum, new BCEWithLogitsLoss { LabelSmoothing = .2 }.SumFromLogits(x, t, actual));
        CollectionAssert.AreEqual(expected, actual);
        Assert.AreEqual(sum, new BCEWithLogitsLoss { LabelSmoothing = .2 }.SumOfLabels(x, t, 0, default, actual));
    }

    [TestMethod]
    public void CellsOfATrainersRow_AreMultipliedByTheLossesWeights()
    {
        float[] x = [-3, .5f], t = [0, 1], gradient = new float[2], cells = [2, 5];
        double[] each = [Math.Log(1 + Math.Exp(-3)), Math.Log(1 + Math.Exp(-.5))];
        Assert.AreEqual((2 * 3 * each[0]) + (5 * 3 * each[1]), new BCEWithLogitsLoss([3]).SumOfLabels(x, t, 0, cells, gradient), 1e-6);
        CollectionAssert.AreEqual(new[] { 6f, 15f }, cells);
        cells = [2, 5];
        Assert.AreEqual((2 * 7 * each[0]) + (5 * 11 * each[1]), new BCEWithLogitsLoss([3, 7, 11]).SumOfLabels(x, t, 1, cells, gradient), 1e-6);
        CollectionAssert.AreEqual(new[] { 14f, 55f }, cells);
    }
}
