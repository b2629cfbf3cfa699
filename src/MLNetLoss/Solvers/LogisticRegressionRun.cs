using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetLoss.Solvers;

/// <summary>One call of <see cref="LogisticRegressionSolver"/>: hands blocks of labels to threads and collects what they find.</summary>
/// <param name="problem">The rows.</param>
/// <param name="settings">What is asked for.</param>
/// <param name="warmStart">The model to start from, or null.</param>
/// <param name="progress">Hears of each iteration, or null.</param>
/// <param name="cancellation">Stops.</param>
internal sealed class LogisticRegressionRun(
    LogisticRegressionProblem problem, LogisticRegressionSettings settings, LinearModel? warmStart,
    IProgress<LogisticRegressionProgress>? progress, CancellationToken cancellation)
{
    private readonly Lock _reporting = new();
    private readonly LinearModel _model = new(problem.Data.FeatureCount, problem.Data.LabelCount);
    private readonly LogisticRegressionCertificate[] _certificates = new LogisticRegressionCertificate[problem.Data.LabelCount];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<double>[] _curves = new List<double>[problem.BlockCount];
    private Exception? _failure;
    private int _nextBlock;
    private int _labelsDone;

    /// <summary>Solves every block.</summary>
    public LogisticRegressionSolution Solve()
    {
        int others = ThreadCount() - 1;
        var threads = new Thread[others];
        for (int i = 0; i < others; i++)
        {
            threads[i] = new Thread(Work) { IsBackground = true, Name = "MLNetLoss logistic regression" };
            threads[i].Start();
        }

        Work();
        foreach (Thread thread in threads)
            thread.Join();
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return new LogisticRegressionSolution(_model, _certificates, Curve());
    }

    // A block that ended earlier stands with its last value.
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
        long fitting = settings.MemoryBudget / LogisticRegressionBlock.BytesNeeded(problem);
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
                worker.Solve(labels, warmStart, _model, _certificates, Hear, cancellation);
                Interlocked.Add(ref _labelsDone, labels.Length);

                void Hear(int iteration, double objective, double gap)
                {
                    curve.Add(objective);
                    if (progress is not null)
                        Report(iteration, objective, gap);
                }
            }
        }
        catch (Exception failure)
        {
            // The first failure is the caller's; the other threads find no more blocks.
            Interlocked.CompareExchange(ref _failure, failure, null);
            Interlocked.Exchange(ref _nextBlock, problem.BlockCount);
        }
    }

    private void Report(int iteration, double objective, double gap)
    {
        lock (_reporting)
        {
            int done = Volatile.Read(ref _labelsDone), all = problem.Data.LabelCount;
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            TimeSpan? remaining = done == 0 ? null : elapsed * ((double)(all - done) / done);
            progress!.Report(new(done, all, iteration, objective, gap, elapsed, remaining));
        }
    }
}
