using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>What evaluation does must grow with the cells, and no faster, however many labels there are.</summary>
[TestClass]
public sealed class ManyLabelTests
{
    [TestMethod]
    public void Pooling_reads_all_cells_a_bounded_number_of_times()
    {
        for (long cells = 1; cells < 1L << 40; cells *= 3)
        {
            Assert.IsLessThanOrEqualTo(16, cells / PooledWalk.RunCells(cells), $"{cells}");
            // The memory of a run is a small part of the scores'.
            Assert.IsLessThanOrEqualTo(Math.Max(1 << 21, cells / 16), PooledWalk.RunCells(cells), $"{cells}");
        }
    }

    [TestMethod]
    [DataRow(3, 1000)]
    [DataRow(10_000, 200)]
    [DataRow(70_000, 130)]
    public void Scores_are_kept_label_by_label_in_few_blocks(int labels, int rows)
    {
        var scores = new ExactScores(labels);
        var row = new float[labels];
        var positive = new bool[labels];
        for (int i = 0; i < rows; i++)
        {
            for (int label = 0; label < labels; label++)
            {
                row[label] = (i * 0.25f) - label;
                positive[label] = (i + label) % 3 == 0;
            }

            scores.Add(new ScoredRow { Scores = row, Probabilities = [], Predicted = positive, Targets = row, Positive = positive, Weight = 1, PresentCount = labels, PositiveCount = 0, IsSoft = false });
        }

        Assert.IsLessThanOrEqualTo((rows / 50) + 1, scores.Blocks.Count);
        for (int label = 0; label < labels; label += 1 + (label / 4))
        {
            int i = 0;
            foreach (ScoreBlock block in scores.Blocks)
            {
                for (int inBlock = 0; inBlock < block.RowCount; inBlock++, i++)
                {
                    Assert.AreEqual((i * 0.25f) - label, block.Scores(label)[inBlock]);
                    Assert.AreEqual((i + label) % 3 == 0 ? 1u : 0u, ScoreBlock.Bit(block.Positive(label), inBlock));
                }
            }

            Assert.AreEqual(rows, i);
        }
    }
}
