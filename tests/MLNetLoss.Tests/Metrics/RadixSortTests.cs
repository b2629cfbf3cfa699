using CsCheck;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

[TestClass]
public sealed class RadixSortTests
{
    [TestMethod]
    public void ItSortsByTheUpperHalfAndKeepsTheOrderOfEquals() => Gen.ULong.Array[0, 300].Sample(Check);

    [TestMethod]
    public void ManyEqualKeys() => Gen.Select(Gen.UInt[0, 5], Gen.UInt).Select(pair => ((ulong)pair.Item1 << 40) | pair.Item2).Array[0, 300].Sample(Check);

    private static void Check(ulong[] items)
    {
        // Enumerable.OrderBy is stable.
        ulong[] expected = [.. items.OrderBy(item => item >> 32)];
        CollectionAssert.AreEqual(expected, RadixSort.Sort(items, new ulong[items.Length]).ToArray());
    }
}
