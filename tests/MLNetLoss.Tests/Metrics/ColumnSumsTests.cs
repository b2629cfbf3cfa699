using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class ColumnSumsTests
{
    [TestMethod]
    public void AMillionRows_LoseNoDigits()
    {
        // Added one by one in double precision, a million tenths are wrong by 1.3e-6.
        const int Rows = 1_000_000, Labels = 9;
        var sums = new ColumnSums(Labels);
        double[] values = [.. Enumerable.Range(1, Labels).Select(label => (double)label)];
        for (int row = 0; row < Rows; row++)
            sums.Add(values, 0.1);
        for (int label = 0; label < Labels; label++)
            Assert.AreEqual(0.1 * Rows * (label + 1), sums.Sum(label), 1e-8 * (label + 1));
    }
}
