using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MLNetLoss.Solvers;

/// <summary>
/// Threads that do many small jobs together, one after another. They wait for the next job by spinning, since a job takes about ten microseconds
/// and waking a thread takes longer, but only for a millisecond: while rows are read or a measure is computed, they sleep. A team lives no longer
/// than one training.
/// </summary>
/// <remarks>
/// A job has one part a member. A member begins with its own, whose memory its core has in its cache, and goes on with those of members that have not
/// begun. So a job need not wait for a thread that the system has not woken yet, or has taken off its core for other work: that takes milliseconds.
/// </remarks>
internal sealed class WorkerTeam : IDisposable
{
    private static readonly TimeSpan s_longestSpin = TimeSpan.FromMilliseconds(1);

    /// <summary>The distance between two parts' claims, so that they lie in different cache lines.</summary>
    private const int Stride = 32;

    private readonly List<Thread> _threads = [];

    // For each part, the last job in which it was claimed. Jobs are counted from 1.
    private readonly int[] _claims;
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
        _claims = new int[size * Stride];
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

    /// <summary>Runs a job; returns when all its parts are done.</summary>
    /// <param name="job">The job, given a part's number, counted from 0. The caller's thread does the first part.</param>
    public void Run(Action<int> job)
    {
        if (_threads.Count == 0)
        {
            job(0);
            return;
        }

        // Every part of the last job is done, so no thread reads these any more before it claims a part of this one.
        _job = job;
        _finished = 0;
        int turn = _started + 1;
        _claims[0] = turn;
        Begin();
        Do(job, 0);
        DoUnclaimed(turn, 1);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _finished) < Size)
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
        int turn = 0;
        while (true)
        {
            turn = Await(turn);
            if (_job is null)
                return;
            DoUnclaimed(turn, member);
        }
    }

    /// <summary>Does the parts of a job that nobody has begun, from one on, in a circle.</summary>
    private void DoUnclaimed(int turn, int from)
    {
        for (int i = 0; i < Size; i++)
        {
            int part = (from + i) % Size;

            // Fails if the job has ended. If it succeeds, the job cannot end before the part is done, so the field holds it still.
            if (Interlocked.CompareExchange(ref _claims[part * Stride], turn, turn - 1) == turn - 1)
                Do(_job!, part);
        }
    }

    private void Do(Action<int> job, int part)
    {
        try
        {
            job(part);
        }
        catch (Exception exception)
        {
            // The first failure on any thread is rethrown to the caller.
            Interlocked.CompareExchange(ref _failure, exception, null);
        }

        Interlocked.Increment(ref _finished);
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

    /// <summary>Waits for a job after the one given; returns its number. There may have been others in between.</summary>
    private int Await(int last)
    {
        long start = Stopwatch.GetTimestamp();
        for (var wait = default(SpinWait); Volatile.Read(ref _started) == last; wait.SpinOnce(sleep1Threshold: -1))
        {
            if (wait.NextSpinWillYield && Stopwatch.GetElapsedTime(start) > s_longestSpin)
            {
                Sleep(last);
                break;
            }
        }

        return Volatile.Read(ref _started);
    }

    private void Sleep(int last)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _started) == last)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }
    }
}
