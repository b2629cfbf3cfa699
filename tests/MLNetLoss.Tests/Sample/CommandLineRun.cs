using System.Text.Json;
using MLNetLoss.Sample;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Tests.Sample;

/// <summary>A run of the command line in this process, and what came of it.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandLineRun(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON object it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static CommandLineRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static CommandLineRun Of(CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = CommandLine.Run(args, new Terminal(TextReader.Null, output, error), cancellationToken);
        return new CommandLineRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Checks that it succeeded.</summary>
    public CommandLineRun Succeeded()
    {
        Assert.AreEqual(0, ExitCode, Error);
        return this;
    }

    /// <summary>Checks that it failed with one line on standard error, nothing on standard output and no trace of the stack.</summary>
    /// <param name="parts">What the line must name.</param>
    public void FailedNaming(params string[] parts)
    {
        Assert.AreEqual(1, ExitCode, Output);
        Assert.AreEqual("", Output);
        string line = Error.TrimEnd('\n', '\r').Split('\n')[^1];
        StringAssert.StartsWith(line, "error: ");
        Assert.DoesNotContain("   at ", Error);
        Assert.AreEqual(1, Error.Split("error: ").Length - 1, Error);
        foreach (string part in parts)
            StringAssert.Contains(line, part);
    }
}
