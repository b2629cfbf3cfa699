using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>
/// Runs the stages of long work while showing how far they are: a bar at a terminal, elsewhere one line per finished stage and a line
/// every few seconds before.
/// </summary>
/// <param name="terminal">Where it is shown.</param>
internal sealed class Stages(Terminal terminal)
{
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs one stage.</summary>
    /// <param name="title">What it does, such as "Training".</param>
    /// <param name="work">The work, which may report the share that is done (0 to 1).</param>
    /// <returns>What the work returns.</returns>
    public T Run<T>(string title, Func<IProgress<double>, T> work)
    {
        var clock = Stopwatch.StartNew();
        T result = terminal.ShowsProgressBars ? RunWithBar(title, work) : work(new Lines(terminal, title));
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {clock.Elapsed.TotalSeconds:0.0} s"));
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
            task.IsIndeterminate = false;
            task.Value = value;
        }
    }

    // Reports may come from several threads.
    private sealed class Lines(Terminal terminal, string title) : IProgress<double>
    {
        private readonly Lock _lock = new();
        private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

        public void Report(double value)
        {
            lock (_lock)
            {
                if (_sinceLine.Elapsed < s_betweenLines)
                    return;
                _sinceLine.Restart();
                terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {100 * value:0} %"));
            }
        }
    }
}
