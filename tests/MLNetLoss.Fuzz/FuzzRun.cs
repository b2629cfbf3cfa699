using System.Diagnostics;
using MLNetLoss.Numerics;

namespace MLNetLoss.Fuzz;

/// <summary>Tries input after input on a thread of its own, while the caller's thread watches that none takes for ever.</summary>
/// <param name="target">What is tried.</param>
/// <param name="seed">Where chance begins; input number i depends on the seed and on i alone.</param>
/// <param name="progress">Gets a line every <see cref="LineEvery"/> inputs, so that a run that is stopped has told how far it came.</param>
internal sealed class FuzzRun(FuzzTarget target, int seed, TextWriter? progress = null)
{
    /// <summary>How many inputs lie between two lines of progress.</summary>
    public const int LineEvery = 50_000;

    /// <summary>An input that is still there after so many looks hangs: all of them take milliseconds.</summary>
    private const int Patience = 1200;

    // Looks are counted, and no clock read: the process may be stopped for a while, so that others can measure.
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly Mutator _mutator = target.CreateMutator();
    private readonly List<FuzzFinding> _findings = [];
    private long _index;
    private long _taken;
    private TimeSpan _slowest;
    private volatile bool _done;

    /// <summary>Runs until there were enough inputs, the time is over, or ten broke a promise.</summary>
    /// <param name="first">The number of the first input.</param>
    /// <param name="count">How many inputs.</param>
    /// <param name="time">How long at most.</param>
    public FuzzReport Run(long first, long count, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        _index = first;
        var thread = new Thread(() => Work(first, count, start, time)) { IsBackground = true, Name = "Fuzz" };
        thread.Start();
        long seen = -1;
        for (int looks = 0; !thread.Join(s_betweenLooks); looks++)
        {
            long index = Volatile.Read(ref _index);
            if (index != seen)
                looks = 0;
            seen = index;
            if (looks == Patience && !_done)
                return Report([new(index, Make(index).Input, $"no end after {Patience * s_betweenLooks}")]);
        }

        return Report(_findings);

        FuzzReport Report(IReadOnlyList<FuzzFinding> findings) => ReportOf(_index - first, findings, start);
    }

    /// <summary>Makes one input again.</summary>
    /// <param name="index">Its number.</param>
    /// <returns>The input, and the random numbers that follow it.</returns>
    public (byte[] Input, Random Random) Make(long index)
    {
        var random = new Random(HashOf(index));
        return (_mutator.Next(random), random);
    }

    private void Work(long first, long count, long start, TimeSpan time)
    {
        for (_index = first; _index < first + count && _findings.Count < 10 && Stopwatch.GetElapsedTime(start) < time; _index++)
        {
            (byte[] input, Random random) = Make(_index);
            TimeSpan before = Environment.CpuUsage.TotalTime;
            try
            {
                if (target.Try(input, random))
                    _taken++;
            }
            catch (Exception exception)
            {
                _findings.Add(new(_index, input, exception is FuzzException ? exception.Message : exception.ToString()));
            }

            TimeSpan taken = Environment.CpuUsage.TotalTime - before;
            _slowest = taken > _slowest ? taken : _slowest;
            if (progress is not null && (_index + 1 - first) % LineEvery == 0)
            {
                progress.WriteLine($"{target.Name}: {ReportOf(_index + 1 - first, _findings, start)}");
                progress.Flush();
            }
        }

        _done = true;
    }

    private FuzzReport ReportOf(long inputs, IReadOnlyList<FuzzFinding> findings, long start) =>
        new(inputs, _taken, findings, _slowest, Stopwatch.GetElapsedTime(start));

    // Not System.HashCode, which differs from process to process.
    private int HashOf(long index) => (int)(SplitMix.Mix((ulong)(uint)seed << 40, (ulong)index) >> 33);
}
