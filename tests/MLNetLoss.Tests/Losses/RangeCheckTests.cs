using MLNetLoss.Losses.Kernels;
using MLNetLoss.Numerics;

namespace MLNetLoss.Tests.Losses;

/// <summary>The quick range check gives the same answer at every vector width and never misses a fault.</summary>
[TestClass]
public sealed unsafe class RangeCheckTests
{
    private const int Longest = 37;

    public static IEnumerable<object[]> Widths => VectorWidths.All.Select(width => new object[] { $"{width}" });

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void WhatIsPassedOver_HoldsAtEveryPlace(string name)
    {
        VectorWidth width = Enum.Parse<VectorWidth>(name);
        foreach (float fault in new[] { -0.1f, 1.0000001f, float.NaN, float.NegativeInfinity, float.PositiveInfinity, -float.Epsilon })
        {
            for (int at = 0; at < Longest; at++)
            {
                float[] singles = [.. Enumerable.Range(0, Longest).Select(i => i == at ? fault : i % 3 / 2f)];
                double[] doubles = [.. singles.Select(value => (double)value)];
                fixed (float* s = singles)
                fixed (double* d = doubles)
                {
                    Passes<float, RangeCheck.UnitTest>(s, at, width, $"{fault} at {at}");
                    Passes<double, RangeCheck.UnitTest>(d, at, width, $"{fault} at {at}");
                    Assert.AreEqual(at, RangeCheck.FirstOutsideUnit(s, Longest));
                    Assert.AreEqual(at, RangeCheck.FirstOutsideUnit(d, Longest));
                }
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void SoftTargets_AreNeverHard(string name)
    {
        VectorWidth width = Enum.Parse<VectorWidth>(name);
        foreach (float soft in new[] { 0.5f, float.Epsilon, 0.99999994f, float.NaN, 2 })
        {
            for (int at = 0; at < Longest; at++)
            {
                float[] singles = [.. Enumerable.Range(0, Longest).Select(i => i == at ? soft : i % 2)];
                double[] doubles = [.. singles.Select(value => (double)value)];
                fixed (float* s = singles)
                fixed (double* d = doubles)
                {
                    Passes<float, RangeCheck.HardTest>(s, at, width, $"{soft} at {at}");
                    Passes<double, RangeCheck.HardTest>(d, at, width, $"{soft} at {at}");
                    Assert.IsFalse(RangeCheck.AreHard(s, Longest));
                    Assert.IsFalse(RangeCheck.AreHard(d, Longest));
                    s[at] = 1;
                    d[at] = 0;
                    Assert.IsTrue(RangeCheck.AreHard(s, Longest));
                    Assert.IsTrue(RangeCheck.AreHard(d, Longest));
                }
            }
        }
    }

    // A fault is found, as -1, or lies behind what was looked at; without it, all whole vectors are passed over.
    private static void Passes<T, TTest>(T* values, int at, VectorWidth width, string what)
        where T : unmanaged
        where TTest : struct, RangeCheck.ITest
    {
        int passed = RangeCheck.Scan<T, TTest>(values, Longest, width);
        Assert.IsLessThanOrEqualTo(at, passed, what);
        int lanes = width == VectorWidth.Scalar ? Longest + 1 : (int)width / (8 * sizeof(T));
        if (passed >= 0)
            Assert.AreEqual(lanes > Longest ? 0 : Longest / lanes * lanes, passed, what);
        Assert.AreEqual(lanes > at ? 0 : at / lanes * lanes, RangeCheck.Scan<T, TTest>(values, at, width), $"before {what}");
    }
}
