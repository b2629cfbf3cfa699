using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>
/// Runs the stages of long work and shows their progress: as a bar at a terminal; elsewhere as a line for each finished stage, and before that
/// a line at growing intervals.
/// </summary>
/// <param name="terminal">Where it is shown.</param>
internal sealed class Stages(Terminal terminal)
{
    private static readonly TimeSpan s_firstLine = TimeSpan.FromSeconds(5);

    /// <summary>Runs one stage.</summary>
    /// <param name="title">What it does, such as "Training".</param>
    /// <param name="work">The work, which may report the share that is done (0 to 1).</param>
    /// <returns>What the work returns.</returns>
    public T Run<T>(string title, Func<IProgress<double>, T> work)
    {
        var clock = Stopwatch.StartNew();
        T result = terminal.ShowsProgressBars ? RunWithBar(title, work) : work(new Lines(terminal, title));
        terminal.Message(string.Create(CultureInfo.InvariantCulture, $"{title}: {clock.Elapsed.TotalSeconds:0.0} s"));
        return result;
    }

    private T RunWithBar<T>(string title, Func<IProgress<double>, T> work) => terminal.Progress
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
        .Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: 1);
            task.IsIndeterminate = true;
            return work(new Bar(task));
        });

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value)
        {
            // Until something is done, an animated bar is better than an empty one.
            task.IsIndeterminate = value <= 0;
            task.Value = value;
        }
    }

    // Reports may come from several threads.
    private sealed class Lines(Terminal terminal, string title) : IProgress<double>
    {
        private readonly Lock _lock = new();
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private TimeSpan _nextLine = s_firstLine;

        public void Report(double value)
        {
            lock (_lock)
            {
                if (_clock.Elapsed < _nextLine)
                    return;
                _nextLine = 2 * _clock.Elapsed;
                terminal.Message(string.Create(CultureInfo.InvariantCulture, $"{title}: {100 * value:0} %"));
            }
        }
    }
}
