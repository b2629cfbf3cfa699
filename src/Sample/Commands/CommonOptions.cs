using System.CommandLine;

namespace MLNetLoss.Sample.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "print one JSON object on standard output, and nothing else there",
    };

    /// <summary>A file that must be given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is, for the help.</param>
    public static Option<string> RequiredFile(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>A file that may be given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is, for the help.</param>
    public static Option<string?> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
    };
}
