using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetLoss.Solvers;

/// <summary>One call of <see cref="LogisticRegressionSolver"/>: distributes blocks of labels to threads and collects the results.</summary>
/// <param name="problem">The rows.</param>
/// <param name="settings">The settings.</param>
/// <param name="warmStart">The model to start from, or null.</param>
/// <param name="progress">Receives the progress of each iteration, or null.</param>
/// <param name="cancellation">Cancels the work.</param>
internal sealed class LogisticRegressionRun(
    LogisticRegressionProblem problem, LogisticRegressionSettings settings, LinearModel? warmStart,
    IProgress<LogisticRegressionProgress>? progress, CancellationToken cancellation)
{
    private readonly Lock _reporting = new();
    private readonly LinearModel _model = new(problem.AllFeatureCount, problem.Data.LabelCount);
    private readonly LogisticRegressionCertificate[] _certificates = new LogisticRegressionCertificate[problem.Data.LabelCount];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<double>[] _curves = new List<double>[problem.BlockCount];
    private Exception? _failure;
    private int _nextBlock;
    private readonly double[] _done = new double[problem.BlockCount];
    private int _labelsDone;

    /// <summary>Solves every block.</summary>
    public LogisticRegressionSolution Solve()
    {
        int others = ThreadCount() - 1;
        var threads = new List<Thread>(others);
        try
        {
            for (int i = 0; i < others; i++)
            {
                var thread = new Thread(Work) { IsBackground = true, Name = "MLNetLoss logistic regression" };
                thread.Start();
                threads.Add(thread);
            }
        }
        catch (Exception failure)
        {
            // The system allows no more threads.
            Fail(failure);
        }

        Work();
        foreach (Thread thread in threads)
            thread.Join();
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return new LogisticRegressionSolution(_model, _certificates, Curve());
    }

    // A block that ended earlier contributes its last value.
    private double[] Curve()
    {
        var curve = new double[_curves.Max(block => block.Count)];
        for (int iteration = 0; iteration < curve.Length; iteration++)
        {
            foreach (List<double> block in _curves)
                curve[iteration] += block[Math.Min(iteration, block.Count - 1)];
        }

        return curve;
    }

    private int ThreadCount()
    {
        int wanted = settings.Threads == 0 ? Environment.ProcessorCount : settings.Threads;
        long fitting = settings.MemoryBudget / LogisticRegressionBlock.BytesNeeded(problem, settings.L2Regularization);
        return (int)Math.Max(1, Math.Min(Math.Min(wanted, fitting), problem.BlockCount));
    }

    private void Work()
    {
        try
        {
            var worker = new LogisticRegressionWorker(problem, settings);
            while (Interlocked.Increment(ref _nextBlock) - 1 is var block && block < problem.BlockCount)
            {
                ReadOnlySpan<int> labels = problem.LabelsOf(block);
                List<double> curve = _curves[block] = [];
                double firstGap = double.PositiveInfinity;
                worker.Solve(labels, warmStart, _model, _certificates, Hear, cancellation);
                Interlocked.Add(ref _labelsDone, labels.Length);
                lock (_reporting)
                    _done[block] = labels.Length;

                void Hear(int iteration, double objective, double gap)
                {
                    curve.Add(objective);
                    if (!double.IsFinite(firstGap))
                        firstGap = gap;
                    if (progress is not null)
                        Report(block, iteration, objective, gap, firstGap);
                }
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    // The first failure is rethrown to the caller; no thread gets another block.
    private void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        Interlocked.Exchange(ref _nextBlock, problem.BlockCount);
    }

    private void Report(int block, int iteration, double objective, double gap, double firstGap)
    {
        lock (_reporting)
        {
            _done[block] = problem.LabelsOf(block).Length * ShareDone(firstGap, gap, settings.Tolerance * objective);
            double fraction = _done.Sum() / problem.Data.LabelCount;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            progress!.Report(new(
                Volatile.Read(ref _labelsDone), problem.Data.LabelCount, iteration, objective, gap, fraction, elapsed,
                LogisticRegressionProgress.EstimateRemaining(elapsed, fraction)));
        }
    }

    // The fraction of the orders of magnitude between the first finite gap and the allowed one that is done. A block without a bound, or
    // whose objective has vanished, counts only when it is solved.
    private static double ShareDone(double firstGap, double gap, double allowed)
    {
        if (gap <= allowed)
            return 1;
        return double.IsFinite(firstGap) && double.IsFinite(gap) && allowed > 0
            ? Math.Clamp(Math.Log(firstGap / gap) / Math.Log(firstGap / allowed), 0, 1)
            : 0;
    }
}
