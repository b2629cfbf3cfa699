namespace MLNetLoss.Solvers;

/// <summary>
/// Threads that do many small jobs together, one after another. They wait by spinning, since a job takes about ten microseconds and waking a
/// thread takes longer. A team lives no longer than one training.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] _threads;
    private Action<int>? _job;
    private Exception? _failure;
    private volatile int _started;
    private int _finished;

    /// <summary>Starts the threads.</summary>
    /// <param name="size">The number of members, including the caller's thread.</param>
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

    /// <summary>The number of members, including the caller's thread.</summary>
    public int Size { get; }

    /// <summary>Runs a job on every member; returns when all have finished.</summary>
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
            // The first failure on any thread is rethrown to the caller.
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }
}
