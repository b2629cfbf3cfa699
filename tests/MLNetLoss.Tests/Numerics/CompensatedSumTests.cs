using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Numerics;

[TestClass]
public sealed class CompensatedSumTests
{
    [TestMethod]
    public void WhatAPlainSumLosesIsKept()
    {
        var sum = default(CompensatedSum);
        foreach (double term in new[] { 1, 1e100, 1, -1e100 })
            sum.Add(term);
        Assert.AreEqual(2, sum.Value);
    }

    [TestMethod]
    public void TenMillionTenthsAreAMillion()
    {
        CompensatedSum one = default, other = default;
        for (int i = 0; i < 5_000_000; i++)
        {
            one.Add(0.1);
            other.Add(0.1);
        }

        one.Add(other);
        Assert.AreEqual(1_000_000, one.Value, 1e-9);
    }

    [TestMethod]
    public void InfinityStays()
    {
        var sum = default(CompensatedSum);
        sum.Add(double.PositiveInfinity);
        sum.Add(1);
        Assert.AreEqual(double.PositiveInfinity, sum.Value);
    }
}
