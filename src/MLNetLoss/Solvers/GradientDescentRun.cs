using System.Diagnostics;
using System.Numerics.Tensors;
using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>One call of <see cref="GradientDescentSolver"/>: trains one block of labels after another.</summary>
/// <param name="settings">The options.</param>
/// <param name="loss">The loss.</param>
/// <param name="update">Whether an existing model is updated.</param>
/// <param name="measure">Makes the validation measure; null for the loss.</param>
internal sealed class GradientDescentRun(
    GradientDescentSettings settings, MultiLabelLoss loss, bool update, Func<int, int, ValidationMeasure>? measure)
{
    private int _blocksDone;

    /// <summary>The timestamp of the start of the call.</summary>
    public required long Began { get; init; }

    /// <summary>The number of blocks.</summary>
    public required int BlockCount { get; init; }

    /// <summary>Receives progress after each pass.</summary>
    public required IProgress<GradientDescentProgress>? Progress { get; init; }

    /// <summary>The windows of the other rows for validation, which are the same for all blocks; empty without such rows.</summary>
    public required IReadOnlyList<WindowSize> ValidationWindows { get; init; }

    /// <summary>Cancels between two batches.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Trains one block.</summary>
    /// <param name="source">The rows, with the block's labels.</param>
    /// <param name="statistics">Their statistics.</param>
    /// <param name="holdOut">The rows held out for validation.</param>
    /// <param name="start">The model to start from; null for zero weights.</param>
    /// <param name="validation">Other rows for validation, or null.</param>
    /// <param name="weighting">The weights of the positive part; null for none.</param>
    /// <param name="firstLabel">The first of the block's labels.</param>
    public GradientDescentResult Train(
        RowSource source, RowStatistics statistics, HoldOut holdOut, LinearModel? start, RowSource? validation, PosWeighting? weighting,
        int firstLabel)
    {
        var plan = new DescentPlan(settings, statistics, update, weighting, source.HasCellWeights);
        DescentState state = plan.CreateState(start);
        using var team = new WorkerTeam(plan.ThreadCount(state.VectorCount));
        RowBatch[] batches = [plan.CreateBatch(), plan.CreateBatch(), plan.CreateBatch()];
        var pass = new DescentPass(state, loss, team, batches)
        {
            MeanFactor = plan.MeanFactor,
            PosWeighting = weighting,
            FirstLabel = firstLabel,
        };
        ValidationMeasure judging = measure?.Invoke(firstLabel, source.LabelCount)
            ?? new LossMeasure(loss, source.LabelCount, weighting, firstLabel);
        var judge = Judge.Create(source, statistics, holdOut, validation, ValidationWindows, judging, settings, Cancellation);
        var random = settings.Shuffle ? new Random(settings.Seed) : null;
        List<GradientDescentProgress> curve = [];
        var reason = StopReason.AllPassesDone;
        while (curve.Count < plan.PassCount)
        {
            using var feed = new BatchFeed(source, statistics.Windows, plan.Filter(holdOut), random, plan.BatchSize, Cancellation);
            double sum = pass.Run(feed, Cancellation);
            double trainingLoss = statistics.Cells > 0 ? sum / statistics.Cells : sum;
            if (!double.IsFinite(trainingLoss))
            {
                throw new ArithmeticException(FormattableString.Invariant(
                    $"The training diverged in pass {curve.Count + 1}: the loss is {trainingLoss}. A learning rate below {plan.Rate} may help."));
            }

            double? measured = judge?.Measure(pass, state, curve.Count + 1);
            curve.Add(Report(curve.Count + 1, plan.PassCount, trainingLoss, measured));
            Progress?.Report(curve[^1]);
            if (judge is { HasGivenUp: true })
            {
                reason = StopReason.NoImprovement;
                break;
            }
        }

        judge?.Restore(state);
        LinearModel model = plan.ToModel(state);
        if (!IsFinite(model.Weights) || !IsFinite(model.Bias))
        {
            throw new ArithmeticException(FormattableString.Invariant(
                $"The training diverged: the model has weights that are not finite. A learning rate below {plan.Rate}, or an epsilon above {settings.Epsilon}, may help."));
        }

        _blocksDone++;
        return new GradientDescentResult
        {
            Model = model,
            Curve = curve,
            StopReason = reason,
            BestPass = judge?.BestPass ?? curve.Count,
            L2Regularization = plan.L2Regularization,
            LearningRate = plan.Rate,
            BatchSize = plan.BatchSize,
            Statistics = statistics,
        };
    }

    // A NaN is the greatest magnitude.
    private static bool IsFinite(float[] values) => values.Length == 0 || float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values));

    private GradientDescentProgress Report(int pass, int passes, double trainingLoss, double? measured)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(Began);
        double done = (_blocksDone + ((double)pass / passes)) / BlockCount;
        return new GradientDescentProgress(pass, passes, trainingLoss, measured, done, elapsed, elapsed * ((1 - done) / done));
    }
}
