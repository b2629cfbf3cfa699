using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>Ratios of counts worked by hand: 2 hits, 1 false alarm, 2 misses, 4 rightly left alone.</summary>
[TestClass]
public sealed class ConfusionCountsTests
{
    private static readonly ConfusionCounts s_counts = new(2, 1, 2, 4);

    [TestMethod]
    public void RatiosAreTheirDefinitions()
    {
        Assert.AreEqual(9, s_counts.Total);
        Assert.AreEqual(4, s_counts.Support);
        Assert.AreEqual(3, s_counts.Predicted);
        Assert.AreEqual(2 / 3.0, s_counts.Precision(ZeroDivision.Zero));
        Assert.AreEqual(2 / 4.0, s_counts.Recall(ZeroDivision.Zero));
        Assert.AreEqual(4 / 5.0, s_counts.Specificity(ZeroDivision.Zero));
        Assert.AreEqual(4 / 6.0, s_counts.NegativePredictiveValue(ZeroDivision.Zero));
        Assert.AreEqual(6 / 9.0, s_counts.Accuracy);
        Assert.AreEqual(2 / 5.0, s_counts.Jaccard(ZeroDivision.Zero));
        Assert.AreEqual((0.5 + 0.8) / 2, s_counts.BalancedAccuracy);
        Assert.AreEqual(Math.Sqrt(0.5 * 0.8), s_counts.GeometricMean, 1e-15);
        // Precision 2/3, recall 1/2, beta 2: 5 * (1/3) / (4 * 2/3 + 1/2).
        Assert.AreEqual(10 / 19.0, s_counts.FBeta(2, ZeroDivision.Zero), 1e-15);
        Assert.AreEqual(((2 * 4) - (1 * 2)) / Math.Sqrt(3 * 4 * 5 * 6), s_counts.MatthewsCorrelation, 1e-15);
        // Agreement 6/9; by chance (3*4 + 6*5) / 81.
        Assert.AreEqual(((6 / 9.0) - (42 / 81.0)) / (1 - (42 / 81.0)), s_counts.CohensKappa, 1e-15);
    }

    [TestMethod]
    // Of an ever greater beta F is recall, of an ever smaller one precision.
    [DataRow(1e9, 0.5)]
    [DataRow(1e154, 0.5)]
    [DataRow(1e200, 0.5)]
    [DataRow(double.MaxValue, 0.5)]
    [DataRow(1e-9, 2 / 3.0)]
    [DataRow(1e-200, 2 / 3.0)]
    public void ExtremeBetasGiveTheLimit(double beta, double expected)
    {
        Assert.AreEqual(expected, s_counts.FBeta(beta, ZeroDivision.Zero), 1e-15);
        Assert.AreEqual(0, new ConfusionCounts(0, 1, 2, 4).FBeta(beta, ZeroDivision.NaN));
        Assert.AreEqual(double.NaN, new ConfusionCounts(0, 0, 0, 4).FBeta(beta, ZeroDivision.NaN));
    }

    [TestMethod]
    public void OneClassHasNoGeometricMean()
    {
        Assert.AreEqual(double.NaN, new ConfusionCounts(0, 1, 0, 4).GeometricMean);
        Assert.AreEqual(double.NaN, new ConfusionCounts(2, 0, 1, 0).GeometricMean);
        Assert.AreEqual(0, new ConfusionCounts(0, 1, 2, 4).GeometricMean);
        Assert.AreEqual(0.8, new ConfusionCounts(0, 1, 0, 4).BalancedAccuracy);
        Assert.AreEqual(2 / 3.0, new ConfusionCounts(2, 0, 1, 0).BalancedAccuracy);
    }

    [TestMethod]
    public void KappaKeepsItsDigitsWhereOneCellOutweighsTheRest()
    {
        // Kappa is 2 (tp tn - fp fn) / ((tp + fp) (fp + tn) + (tp + fn) (fn + tn)): two thirds where one large count and two equal small ones are left.
        Assert.AreEqual(2 / 3.0, new ConfusionCounts(1e10, 1e-7, 0, 1e-7).CohensKappa, 1e-12);
        Assert.AreEqual(2 / 3.0, new ConfusionCounts(1e-7, 0, 1e-7, 1e10).CohensKappa, 1e-12);
    }

    [TestMethod]
    public void ARowHasCountsOfItsOwn()
    {
        bool[] predicted = [true, true, false, false, true, false, true];
        float[] targets = [1, 0, 1, 0, float.NaN, 0.5f, 0.51f];
        Assert.AreEqual(new ConfusionCounts(2, 1, 1, 2), ConfusionCounts.OfRow(predicted, targets));
        Assert.AreEqual(default, ConfusionCounts.OfRow([], []));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ConfusionCounts.OfRow([true], [1, 0])).Message, "There are 1 predictions and 2 targets");
    }

    [TestMethod]
    public void CountsAdd() => Assert.AreEqual(new ConfusionCounts(3, 2, 4, 8), s_counts + new ConfusionCounts(1, 1, 2, 4));
}
