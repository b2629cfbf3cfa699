using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class MultiLabelMetricOptionsTests
{
    // Each differs from the defaults, and from the others, in one option.
    private static readonly MultiLabelMetricOptions[] s_variants =
    [
        new(),
        new() { TopK = [1] },
        new() { Betas = [2] },
        new() { ScoreThresholds = [1] },
        new() { ThresholdIsPositive = true },
        new() { ZeroDivision = ZeroDivision.One },
        new() { RowZeroDivision = ZeroDivision.One },
        new() { RankingTies = TieRule.LabelOrder },
        new() { RankingLossTies = TieRule.LabelOrder },
        new() { TopTies = TieRule.Average },
        new() { NdcgTies = TieRule.LabelOrder },
        new() { EmptyRows = EmptyRows.LeftOut },
        new() { AveragePrecisionOfEmptyRows = EmptyRows.LeftOut },
        new() { CoverageFromZero = true },
        new() { OneClassLabels = OneClassLabels.Zero },
        new() { AveragePrecisionOfOneClassCounts = true },
        new() { CalibrationBins = 10 },
        new() { InversePropensities = [1, 2] },
        new() { Curves = true },
        new() { ScoreBits = 12 },
    ];

    [TestMethod]
    public void EveryOptionTellsOptionsApart()
    {
        Assert.HasCount(typeof(MultiLabelMetricOptions).GetProperties().Count(property => property.CanWrite) + 1, s_variants, "an option has no variant");
        for (int i = 0; i < s_variants.Length; i++)
        {
            for (int j = 0; j < s_variants.Length; j++)
                Assert.AreEqual(i == j, s_variants[i].Equals(s_variants[j]), $"{i} and {j}");
            MultiLabelMetricOptions copy = s_variants[i] with { TopK = [.. s_variants[i].TopK], Betas = [.. s_variants[i].Betas] };
            Assert.AreEqual(s_variants[i], copy);
            Assert.AreEqual(s_variants[i].GetHashCode(), copy.GetHashCode());
            Assert.IsFalse(s_variants[i].Equals(null));
        }
    }
}
