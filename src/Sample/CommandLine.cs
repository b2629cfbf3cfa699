using System.CommandLine;
using System.CommandLine.Invocation;
using MLNetLoss.Sample.Commands;
using MLNetLoss.Sample.Files;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample;

/// <summary>The command line as a whole: which commands there are, and what becomes of a failure.</summary>
internal static class CommandLine
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>The input was bad; one line on standard error says what and where.</summary>
    public const int BadInput = 1;

    /// <summary>The user stopped it, as shells report an interrupted program.</summary>
    public const int Cancelled = 130;

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments, without the program's name; none runs the demo.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        // No response files: an argument that begins with @ is that argument, and no file is read that no option names.
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
        // What was thrown while stopping is a consequence of the stop, however it is wrapped.
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Work that looks at the token ends by itself, leaving nothing half done; what does not is left behind.
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

    /// <summary>What the user is told of a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>One line of at most a thousand characters, without any that a terminal would obey.</returns>
    internal static string Line(Exception exception) => PlainText.Line(Describe(exception));

    /// <summary>What went wrong, for a person: ML.NET and the thread pool wrap it, the innermost exception says it.</summary>
    /// <param name="exception">What was thrown.</param>
    internal static string Describe(Exception exception)
    {
        Exception cause = exception;
        // A refusal of access names the file; the exception in it does not.
        while (cause is not (InputException or UnauthorizedAccessException) && cause.InnerException is { } inner)
            cause = inner;
        return cause switch
        {
            // The name of a parameter means something to a programmer, not to who types commands.
            ArgumentException { ParamName: { } name } => cause.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
            InputException or IOException or UnauthorizedAccessException or ArgumentException or FormatException or InvalidDataException
                or InvalidOperationException => cause.Message,
            OutOfMemoryException => "out of memory",
            _ => $"{cause.GetType().Name}: {cause.Message}",
        };
    }
}
