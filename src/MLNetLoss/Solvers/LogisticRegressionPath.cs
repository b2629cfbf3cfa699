using System.Diagnostics;
using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>
/// Logistic regression along a path of L2 weights, the strongest first, each starting from the previous solution; the one with the least loss
/// on held-out rows is chosen. Training rows that are held out get weight zero along the path, so that no row is copied, and the chosen
/// problem is then solved with all rows.
/// </summary>
/// <param name="settings">The settings; their own L2 weight is not used.</param>
/// <param name="l2">The L2 weights.</param>
/// <param name="progress">Receives the progress of each iteration, or null.</param>
/// <param name="cancellation">Cancels the work.</param>
internal sealed class LogisticRegressionPath(
    LogisticRegressionSettings settings, IReadOnlyList<double> l2, IProgress<LogisticRegressionProgress>? progress,
    CancellationToken cancellation)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<(double L2, double Loss)> _losses = [];
    private int _solved;
    private int _problems;

    /// <summary>The mean loss per held-out cell for each L2 weight, the strongest first.</summary>
    public IReadOnlyList<(double L2, double Loss)> Losses => _losses;

    /// <summary>The chosen L2 weight; of equally good ones the strongest.</summary>
    public double Chosen { get; private set; }

    /// <summary>Follows the path with a fraction of the rows held out.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="start">The model to start from; null to start from scratch.</param>
    /// <param name="fraction">The fraction of the rows to hold out, in (0, 1).</param>
    /// <returns>The solution for the chosen L2 weight and all rows.</returns>
    /// <exception cref="ArgumentException">No row is held out, or none is left.</exception>
    public LogisticRegressionSolution Solve(TrainingSet data, LinearModel? start, double fraction)
    {
        var holdOut = new HoldOut(fraction, settings.Seed);
        var weights = new float[data.RowCount];
        int held = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            bool isHeld = holdOut.Contains(row);
            held += isHeld ? 1 : 0;
            weights[row] = isHeld ? 0 : data.RowWeights?[row] ?? 1;
        }

        if (held == 0 || held == data.RowCount)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A fraction of {fraction} of {data.RowCount} rows holds {held} of them out; some must be held out and some left."));
        }

        _problems = l2.Count + 1;
        var fitting = new TrainingSet(data.Features, data.Targets, weights, data.CellWeights);
        LogisticRegressionSolution best = Choose(fitting, start, new MemoryRowSource(data), holdOut.Contains);
        return SolveFor(new LogisticRegressionProblem(data, settings, best.Model), best.Model, Chosen);
    }

    /// <summary>Follows the path, validated on other rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="start">The model to start from; null to start from scratch.</param>
    /// <param name="validation">The validation rows.</param>
    /// <returns>The solution for the chosen L2 weight.</returns>
    public LogisticRegressionSolution Solve(TrainingSet data, LinearModel? start, RowSource validation)
    {
        _problems = l2.Count;
        return Choose(data, start, validation, _ => true);
    }

    private LogisticRegressionSolution Choose(TrainingSet data, LinearModel? start, RowSource heldOut, Func<int, bool> isHeldOut)
    {
        LogisticRegressionSolution? best = null;
        double bestLoss = double.PositiveInfinity;
        var problem = new LogisticRegressionProblem(data, settings, start);
        var measure = new LossMeasure(new BCEWithLogitsLoss(), data.LabelCount, problem.PosWeighting);
        foreach (double value in l2.OrderDescending())
        {
            LogisticRegressionSolution solution = SolveFor(problem, start, value);
            double loss = LossOf(solution.Model, heldOut, isHeldOut, measure);
            _losses.Add((value, loss));
            if (best is null || loss < bestLoss)
                (best, bestLoss, Chosen) = (solution, loss, value);
            start = solution.Model;
        }

        return best!;
    }

    private LogisticRegressionSolution SolveFor(LogisticRegressionProblem problem, LinearModel? start, double value)
    {
        LogisticRegressionSolution solution = new LogisticRegressionRun(
            problem, settings with { L2Regularization = value }, start, progress is null ? null : new Part(this), cancellation).Solve();
        _solved++;
        return solution;
    }

    private double LossOf(LinearModel model, RowSource rows, Func<int, bool> isHeldOut, LossMeasure measure)
    {
        var scores = new float[rows.LabelCount];
        var targets = new float[rows.LabelCount];
        float[] cells = rows.HasCellWeights ? new float[rows.LabelCount] : [];
        measure.Reset();
        using RowReader reader = rows.Open();
        for (int number = 0; reader.MoveNext(); number++)
        {
            cancellation.ThrowIfCancellationRequested();
            TrainingRow row = reader.Current;
            if (!isHeldOut(number) || !row.IsFinite)
                continue;
            model.Score(row.Indices, row.Values, scores);
            row.CopyTargets(targets);
            if (cells.Length > 0)
                row.CopyCells(cells);
            measure.Add(scores, targets, cells, row.Weight);
        }

        return double.IsNaN(measure.Value)
            ? throw new ArgumentException("No held-out row has a weight above 0, a target that is not missing and finite features.")
            : measure.Value;
    }

    private void Tell(LogisticRegressionProgress value) => progress!.Report(value);

    // Reports one problem's progress as a part of the whole path's.
    private sealed class Part(LogisticRegressionPath path) : IProgress<LogisticRegressionProgress>
    {
        public void Report(LogisticRegressionProgress value)
        {
            double done = (path._solved + value.FractionDone) / path._problems;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(path._began);
            path.Tell(value with
            {
                LabelsDone = (path._solved * value.LabelCount) + value.LabelsDone,
                LabelCount = path._problems * value.LabelCount,
                FractionDone = done,
                Elapsed = elapsed,
                Remaining = LogisticRegressionProgress.EstimateRemaining(elapsed, done),
            });
        }
    }
}
