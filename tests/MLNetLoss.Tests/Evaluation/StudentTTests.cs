using MLNetLoss.Evaluation;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class StudentTTests
{
    // From the incomplete beta function in 25 digits; from 9 degrees on an expansion, which is the worse the fewer they are.
    [TestMethod]
    [DataRow(1, 12.7062047362, 1e-9)]
    [DataRow(4, 2.7764451052, 1e-9)]
    [DataRow(8, 2.3060041352, 1e-9)]
    [DataRow(9, 2.2621571628, 1.5e-5)]
    [DataRow(10, 2.2281388520, 1e-5)]
    [DataRow(19, 2.0930240544, 4e-7)]
    [DataRow(30, 2.0422724563, 4e-8)]
    [DataRow(100, 1.9839715185, 2e-10)]
    [DataRow(1000, 1.9623390808, 1e-10)]
    public void Quantile975_EqualsTheTable(int degrees, double expected, double tolerance) =>
        Assert.AreEqual(expected, StudentT.Quantile975(degrees), tolerance);
}
