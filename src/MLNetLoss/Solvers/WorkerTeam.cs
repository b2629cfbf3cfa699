namespace MLNetLoss.Solvers;

/// <summary>
/// Threads that do one small job after the other together. They wait by spinning, since a job takes some ten microseconds and
/// waking a thread takes longer; a team lives no longer than one training.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] _threads;
    private Action<int>? _job;
    private Exception? _failure;
    private volatile int _started;
    private int _finished;

    /// <summary>Starts the threads.</summary>
    /// <param name="size">Members of the team, the caller's thread included.</param>
    public WorkerTeam(int size)
    {
        Size = size;
        _threads = new Thread[size - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int member = i + 1;
            _threads[i] = new Thread(() => Work(member)) { IsBackground = true, Name = $"Gradient descent {member}" };
            _threads[i].Start();
        }
    }

    /// <summary>Members of the team, the caller's thread included.</summary>
    public int Size { get; }

    /// <summary>Every member does a job; returns when all have.</summary>
    /// <param name="job">The job, given the member's number, counted from 0.</param>
    public void Run(Action<int> job)
    {
        if (_threads.Length == 0)
        {
            job(0);
            return;
        }

        _job = job;
        Volatile.Write(ref _finished, 0);
        _started++;
        Attempt(job, 0);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _finished) < _threads.Length)
            wait.SpinOnce(sleep1Threshold: -1);
        if (_failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _job = null;
        _started++;
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Work(int member)
    {
        for (int turn = 1; ; turn++)
        {
            var wait = default(SpinWait);
            while (_started != turn)
                wait.SpinOnce(sleep1Threshold: -1);
            if (_job is not { } job)
                return;
            Attempt(job, member);
            Interlocked.Increment(ref _finished);
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
            // Whatever fails on a thread of ours is the caller's to know; of several failures the first.
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }
}
