namespace MLNetLoss.Solvers;

/// <summary>The result of a training by gradient descent.</summary>
internal sealed record GradientDescentResult
{
    /// <summary>The model; the best by the validation measure if there were validation rows.</summary>
    public required LinearModel Model { get; init; }

    /// <summary>The progress reported after each pass.</summary>
    public required IReadOnlyList<GradientDescentProgress> Curve { get; init; }

    /// <summary>Why the training ended.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>The pass, counted from 1, whose weights the model has.</summary>
    public required int BestPass { get; init; }

    /// <summary>The factor of half the squared weights used.</summary>
    public required double L2Regularization { get; init; }

    /// <summary>The learning rate used, before the schedule.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The most rows per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The statistics of the first pass over the rows: rows skipped for a NaN or infinite feature, label counts.</summary>
    public required RowStatistics Statistics { get; init; }

    /// <summary>The number of passes done.</summary>
    public int PassCount => Curve.Count;

    /// <summary>
    /// Combines the results of blocks of labels. A point of the curve is the blocks' mean, weighted by their cells; a block that ended early
    /// contributes its last point, and an undefined measure of a block is left out.
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
