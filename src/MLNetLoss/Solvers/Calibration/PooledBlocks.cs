namespace MLNetLoss.Solvers.Calibration;

/// <summary>The pool-adjacent-violators algorithm: blocks of neighbouring scores with one probability each, rising from block to block.</summary>
internal sealed class PooledBlocks
{
    private readonly List<Block> _blocks = [];

    private PooledBlocks()
    {
    }

    /// <summary>Pools rows.</summary>
    /// <param name="cells">The rows, in any order.</param>
    public static PooledBlocks Pool(CalibrationCells cells)
    {
        var order = new int[cells.Scores.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        float[] scores = [.. cells.Scores];
        Array.Sort(scores, order);
        var pooled = new PooledBlocks();
        for (int first = 0, end; first < scores.Length; first = end)
        {
            double weight = 0, sum = 0;
            for (end = first; end < scores.Length && scores[end] == scores[first]; end++)
            {
                weight += cells.Weights[order[end]];
                sum += cells.Weights[order[end]] * cells.Targets[order[end]];
            }

            pooled.Add(new Block(scores[first], scores[first], weight, sum));
        }

        return pooled;
    }

    /// <summary>The first and the last score of each block, with its probability.</summary>
    public (float[] Scores, double[] Probabilities) Corners()
    {
        var scores = new List<float>(2 * _blocks.Count);
        var probabilities = new List<double>(2 * _blocks.Count);
        foreach (Block block in _blocks)
        {
            scores.Add(block.First);
            probabilities.Add(block.Mean);
            if (block.Last == block.First)
                continue;
            scores.Add(block.Last);
            probabilities.Add(block.Mean);
        }

        return ([.. scores], [.. probabilities]);
    }

    // A block that is not above the previous one is merged with it, repeatedly.
    private void Add(Block block)
    {
        while (_blocks.Count > 0 && _blocks[^1].Mean >= block.Mean)
        {
            Block before = _blocks[^1];
            _blocks.RemoveAt(_blocks.Count - 1);
            block = new Block(before.First, block.Last, before.Weight + block.Weight, before.Sum + block.Sum);
        }

        _blocks.Add(block);
    }

    private readonly record struct Block(float First, float Last, double Weight, double Sum)
    {
        // Never above 1: no target is, and rounding is monotonic, so the sum, accumulated in the same steps, is at most the weight.
        public double Mean => Sum / Weight;
    }
}
