using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>
/// The program's input and output: results go to <see cref="Out"/>, progress and messages to <see cref="Error"/>, so that results can be piped
/// while the user still sees what happens. Tests supply their own writers.
/// </summary>
internal sealed class Terminal
{
    // Wide enough for every table, for output that has no window width.
    private const int RedirectedWidth = 110;

    /// <summary>Writes to and reads from what is given.</summary>
    /// <param name="input">What the user types.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="outputIsTerminal">Whether a person sees standard output.</param>
    /// <param name="errorIsTerminal">Whether a person sees standard error.</param>
    /// <param name="inputIsTerminal">Whether a person types the input.</param>
    public Terminal(
        TextReader input, TextWriter output, TextWriter error,
        bool outputIsTerminal = false, bool errorIsTerminal = false, bool inputIsTerminal = false)
    {
        In = input;
        // A terminal is left as it is, for its width and its colours to be found.
        Out = outputIsTerminal ? output : new ResultWriter(output, "standard output");
        Error = new MessageWriter(error);
        Report = CreateConsole(Out, outputIsTerminal);
        Progress = CreateConsole(Error, errorIsTerminal);
        ShowsProgressBars = errorIsTerminal;
        IsInteractive = inputIsTerminal && outputIsTerminal;
    }

    /// <summary>The process's own console.</summary>
    public static Terminal OfProcess() => new(
        Console.In, Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected, !Console.IsInputRedirected);

    /// <summary>What the user types.</summary>
    public TextReader In { get; }

    /// <summary>Standard output, for results.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error, for messages; those that cannot be written are dropped.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard output, for tables.</summary>
    public IAnsiConsole Report { get; }

    /// <summary>Standard error, for bars of progress.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>Whether bars of progress can be drawn; otherwise progress is a line now and then.</summary>
    public bool ShowsProgressBars { get; }

    /// <summary>Whether a person sits at the other end and can be asked something.</summary>
    public bool IsInteractive { get; }

    /// <summary>Shows a message on standard error, above a bar of progress if there is one.</summary>
    /// <param name="message">The message, one line.</param>
    public void Message(string message)
    {
        if (ShowsProgressBars)
            Progress.WriteLine(message);
        else
            Error.WriteLine(message);
    }

    private static IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = RedirectedWidth;
        return console;
    }
}
