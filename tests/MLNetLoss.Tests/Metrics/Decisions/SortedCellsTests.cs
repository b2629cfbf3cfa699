using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Tests.Metrics.Decisions;

[TestClass]
public sealed class SortedCellsTests
{
    [TestMethod]
    public void WhatHasTheThresholdsOwnScore_IsNotAbove()
    {
        // Whichever the row and the target of the cells that stand at the threshold, even those whose bits are its key alone.
        foreach ((int row, int positive) in new[] { (0, 0), (0, 1), (5, 0), (5, 1) })
        {
            ulong[] cells = [Cell(0.9f, 1, 1), Cell(0.5f, row, positive), Cell(0.5f, 7, 1), Cell(-2, 3, 0)];
            Assert.AreEqual(0, SortedCells.Above(cells, 0.9f));
            Assert.AreEqual(1, SortedCells.Above(cells, 0.5f));
            Assert.AreEqual(1, SortedCells.Above(cells, 0.7f));
            Assert.AreEqual(3, SortedCells.Above(cells, 0.4f));
            Assert.AreEqual(4, SortedCells.Above(cells, float.NegativeInfinity));
        }
    }

    private static ulong Cell(float score, int row, int positive) =>
        ((ulong)ScoreKey.Descending(score) << 32) | ((uint)row << 1) | (uint)positive;
}
