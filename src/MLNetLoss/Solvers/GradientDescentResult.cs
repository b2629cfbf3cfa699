namespace MLNetLoss.Solvers;

/// <summary>What a training by gradient descent gives.</summary>
internal sealed record GradientDescentResult
{
    /// <summary>The model; the best one by the validation measure where there were validation rows.</summary>
    public required LinearModel Model { get; init; }

    /// <summary>What was told after each pass.</summary>
    public required IReadOnlyList<GradientDescentProgress> Curve { get; init; }

    /// <summary>Why the training ended.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>The pass after which the weights were as the model has them, counted from 1.</summary>
    public required int BestPass { get; init; }

    /// <summary>The factor of half the squared weights that was used.</summary>
    public required double L2Regularization { get; init; }

    /// <summary>The learning rate that was used, before the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Rows of a step, at most.</summary>
    public required int BatchSize { get; init; }

    /// <summary>What the first pass over the rows told: rows skipped for a NaN or infinite feature, label counts.</summary>
    public required RowStatistics Statistics { get; init; }

    /// <summary>Passes done.</summary>
    public int PassCount => Curve.Count;

    /// <summary>
    /// The results of blocks of labels as one. A point of the curve is the blocks' mean, by the weight of their cells; a block that
    /// ended early stands with its last, and a measure that none of a block's validation rows tells is left out.
    /// </summary>
    /// <param name="blocks">The results, each with the whole model.</param>
    /// <param name="statistics">The statistics of all labels.</param>
    public static GradientDescentResult Join(IReadOnlyList<GradientDescentResult> blocks, RowStatistics statistics)
    {
        var curve = new GradientDescentProgress[blocks.Max(block => block.PassCount)];
        for (int pass = 0; pass < curve.Length; pass++)
        {
            double loss = 0, measure = 0, cells = 0, measured = 0;
            foreach (GradientDescentResult block in blocks)
            {
                GradientDescentProgress point = block.Curve[Math.Min(pass, block.PassCount - 1)];
                loss += block.Statistics.Cells * point.TrainingLoss;
                cells += block.Statistics.Cells;
                if (point.Measure is not { } value || double.IsNaN(value))
                    continue;
                measure += block.Statistics.Cells * value;
                measured += block.Statistics.Cells;
            }

            GradientDescentProgress last = blocks[^1].Curve[Math.Min(pass, blocks[^1].PassCount - 1)];
            curve[pass] = last with { Pass = pass + 1, TrainingLoss = loss / cells, Measure = last.Measure is null ? null : measure / measured };
        }

        return blocks[^1] with
        {
            Curve = curve,
            Statistics = statistics,
            BestPass = blocks.Max(block => block.BestPass),
            StopReason = blocks.Any(block => block.StopReason == StopReason.NoImprovement) ? StopReason.NoImprovement : StopReason.AllPassesDone,
        };
    }
}
