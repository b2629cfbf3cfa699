using MLNetLoss.Evaluation;

namespace MLNetLoss.Tests.Evaluation;

[TestClass]
public sealed class StudentTTests
{
    // The printed tables.
    [TestMethod]
    [DataRow(1, 12.7062)]
    [DataRow(4, 2.7764)]
    [DataRow(8, 2.3060)]
    [DataRow(9, 2.2622)]
    [DataRow(10, 2.2281)]
    [DataRow(19, 2.0930)]
    [DataRow(30, 2.0423)]
    [DataRow(100, 1.9840)]
    [DataRow(100_000, 1.9600)]
    public void Quantile975_EqualsTheTable(int degrees, double expected) =>
        Assert.AreEqual(expected, StudentT.Quantile975(degrees), 1e-4);
}
