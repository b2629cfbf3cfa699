namespace MLNetLoss.Solvers;

/// <summary>
/// Threads that do many small jobs together, one after another. They wait by spinning, since a job takes about ten microseconds and waking a
/// thread takes longer. A team lives no longer than one training.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly List<Thread> _threads = [];
    private Action<int>? _job;
    private Exception? _failure;
    private volatile int _started;
    private int _finished;

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
            // The system allows no more threads. Those that were started would spin for ever.
            Dispose();
            throw;
        }
    }

    /// <summary>The number of members, including the caller's thread.</summary>
    public int Size { get; }

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
        _started++;
        Attempt(job, 0);
        var wait = default(SpinWait);
        while (Volatile.Read(ref _finished) < _threads.Count)
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
