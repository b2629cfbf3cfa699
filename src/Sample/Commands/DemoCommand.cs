using System.CommandLine;
using MLNetLoss.Sample.Demo;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Commands;

/// <summary><c>demo</c>: the whole job on real input that every .NET SDK carries.</summary>
internal static class DemoCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it reads and writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        Option<string?> report = ReportWriter.Option();
        var command = new Command("demo", "Learn from .NET's own documentation which exceptions a member can throw (the default).") { json, report };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            new ExceptionDemo(terminal, parsed.GetValue(json), cancellationToken)
                .Run(DotNetDocumentation.Candidates(), CreateDirectory(), parsed.GetValue(report))));
        return command;
    }

    // In the current directory, where the commands suggested at the end find it; elsewhere if it is not writable.
    private static string CreateDirectory()
    {
        try
        {
            return Directory.CreateDirectory(Path.Combine("artifacts", "demo")).ToString();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Directory.CreateTempSubdirectory("mlnetloss-demo-").FullName;
        }
    }
}
