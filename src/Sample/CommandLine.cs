using System.CommandLine;
using System.CommandLine.Invocation;
using MLNetLoss.Data;
using MLNetLoss.Sample.Commands;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample;

/// <summary>The whole command line: its commands, and how failures are reported.</summary>
internal static class CommandLine
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>The input was invalid; one line on standard error says what is wrong and where.</summary>
    public const int BadInput = 1;

    /// <summary>The user interrupted it: the code that shells report for an interrupted program.</summary>
    public const int Cancelled = 130;

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments, without the program's name; none runs the demo.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        // No response files: an argument that begins with @ is taken literally, and only files that an option names are read.
        ParseResult parsed = CreateRoot(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
            return Fail(terminal, parsed.Errors[0].Message);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        Task<int> work = Task.Run(() => parsed.InvokeAsync(configuration, cancellationToken), CancellationToken.None);
        try
        {
            work.Wait(cancellationToken);
            return work.Result;
        }
        // Whatever is thrown during cancellation is a consequence of it, however it is wrapped.
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Work that observes the token ends by itself and cleans up; work that does not is abandoned.
            if (Task.WaitAny([work], s_grace) < 0)
                AtomicFile.DeleteUnfinished();
            terminal.Error.WriteLine("cancelled");
            return Cancelled;
        }
        catch (Exception exception)
        {
            return Fail(terminal, Describe(exception));
        }
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        Command demo = DemoCommand.Create(terminal);
        var root = new RootCommand("Multi-label classification with ML.NET and MLNetLoss. Without a command it runs the demo.")
        {
            demo,
            TrainCommand.Create(terminal),
            EvaluateCommand.Create(terminal),
            PredictCommand.Create(terminal),
            TuneCommand.Create(terminal),
            CalibrateCommand.Create(terminal),
            ExportCommand.Create(terminal),
        };
        foreach (Option option in demo.Options)
            root.Options.Add(option);
        root.Action = demo.Action;
        return root;
    }

    private static int Fail(Terminal terminal, string message)
    {
        terminal.Error.WriteLine($"error: {PlainText.Line(message)}");
        return BadInput;
    }

    /// <summary>What the user is told about a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>One line of at most a thousand characters, without any that a terminal would obey.</returns>
    internal static string Line(Exception exception) => PlainText.Line(Describe(exception));

    /// <summary>Describes a failure. ML.NET and the thread pool wrap exceptions; the innermost one says what went wrong.</summary>
    /// <param name="exception">What was thrown.</param>
    internal static string Describe(Exception exception)
    {
        Exception cause = exception;
        // This exception names the file; its inner exception does not.
        while (cause is not (InputException or UnauthorizedAccessException) && cause.InnerException is { } inner)
            cause = inner;
        return cause switch
        {
            // Of a parameter of the library.
            MultiLabelTextFormatException => cause.Message.Replace("pass zeroBasedLabels: true when", "give --zero-based-labels if", StringComparison.Ordinal),
            // Names of parameters mean something to programmers, not to users of the command line.
            ArgumentException { ParamName: { } name } => cause.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
            InputException or IOException or UnauthorizedAccessException or ArgumentException or FormatException or InvalidDataException
                or InvalidOperationException or NotSupportedException => cause.Message,
            OutOfMemoryException => "out of memory",
            _ => $"{cause.GetType().Name}: {cause.Message}",
        };
    }
}
