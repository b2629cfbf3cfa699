using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetLoss.Solvers;

/// <summary>
/// Threads that do many small jobs together, one after another. They wait for the next job by spinning, since a job takes about ten microseconds
/// and waking a thread takes longer, but only for a millisecond: while rows are read or a measure is computed, they sleep. A team lives no longer
/// than one training.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private static readonly TimeSpan s_longestSpin = TimeSpan.FromMilliseconds(1);

    private readonly List<Thread> _threads = [];
    private readonly object _gate = new();
    private Action<int>? _job;
    private Exception? _failure;
    private int _started;
    private int _finished;
    private int _sleeping;

    /// <summary>Starts the threads.</summary>
    /// <param name="size">The number of members, including the caller's thread.</param>
    public WorkerTeam(int size)
        : this(size, thread => thread.Start())
    {
    }

    /// <summary>Starts the threads.</summary>
    /// <param name="size">The number of members, including the caller's thread.</param>
    /// <param name="start">Starts a thread.</param>
    internal WorkerTeam(int size, Action<Thread> start)
    {
        Size = size;
        try
        {
            for (int i = 1; i < size; i++)
            {
                int member = i;
                var thread = new Thread(() => Work(member)) { IsBackground = true, Name = $"Gradient descent {member}" };
                start(thread);
                _threads.Add(thread);
            }
        }
        catch
        {
            // The system allows no more threads. Those that were started would wait for ever.
            Dispose();
            throw;
        }
    }

    /// <summary>The number of members, including the caller's thread.</summary>
    public int Size { get; }

    /// <summary>The number of members asleep.</summary>
    internal int SleepingCount => Volatile.Read(ref _sleeping);

    /// <summary>Runs a job on every member; returns when all have finished.</summary>
    /// <param name="job">The job, given the member's number, counted from 0.</param>
    public void Run(Action<int> job)
    {
        if (_threads.Count == 0)
        {
            job(0);
            return;
        }

        _job = job;
        Volatile.Write(ref _finished, 0);
        Begin();
        Attempt(job, 0);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _finished) < _threads.Count)
            wait.SpinOnce(sleep1Threshold: -1);
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _job = null;
        Begin();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Work(int member)
    {
        for (int turn = 1; ; turn++)
        {
            Await(turn);
            if (_job is not { } job)
                return;
            Attempt(job, member);
            Interlocked.Increment(ref _finished);
        }
    }

    // The turn is counted before the sleepers are looked for, and a sleeper is counted before it looks at the turn: one of the two sees the other.
    private void Begin()
    {
        Interlocked.Increment(ref _started);
        if (SleepingCount == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Await(int turn)
    {
        long start = Stopwatch.GetTimestamp();
        for (var wait = default(SpinWait); Volatile.Read(ref _started) != turn; wait.SpinOnce(sleep1Threshold: -1))
        {
            if (wait.NextSpinWillYield && Stopwatch.GetElapsedTime(start) > s_longestSpin)
            {
                Sleep(turn);
                return;
            }
        }
    }

    private void Sleep(int turn)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _started) != turn)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }
    }

    private void Attempt(Action<int> job, int member)
    {
        try
        {
            job(member);
        }
        catch (Exception exception)
        {
            // The first failure on any thread is rethrown to the caller.
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }
}
