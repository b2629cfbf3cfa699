using System.CommandLine;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "print a single JSON object on standard output, and nothing else",
    };

    /// <summary>A file that must be given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is, for the help.</param>
    public static Option<string> RequiredFile(string name, string description) => NotEmpty(new Option<string>(name)
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
    });

    /// <summary>A file that may be given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is, for the help.</param>
    public static Option<string?> File(string name, string description) => NotEmpty(new Option<string?>(name)
    {
        Description = description,
        HelpName = "FILE",
    });

    /// <summary><c>--separator</c>.</summary>
    /// <param name="description">What it means, for the help.</param>
    public static Option<char?> Separator(string description) => new("--separator")
    {
        Description = $"{description} (default: {DataLayout.DefaultSeparator})",
        HelpName = "CHARACTER",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text.Length == 1)
                return text[0];
            result.AddError($"--separator: expected one character, found '{text}'");
            return default;
        },
    };

    /// <summary><c>--delimiter</c>.</summary>
    public static Option<char?> Delimiter() => new("--delimiter")
    {
        Description = @"the character between two columns of a table, \t for a tab (default: a comma; in a .tsv file, a tab)",
        HelpName = "CHARACTER",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (text == @"\t")
                return '\t';
            if (text is [var character] && char.IsAscii(character) && character is not ('"' or '\r' or '\n' or '\0'))
                return character;
            result.AddError($"--delimiter: expected one ASCII character other than a quote, or \\t for a tab, found '{text}'");
            return default;
        },
    };

    /// <summary>Refuses an empty value, which a script passes when a variable is not set.</summary>
    /// <param name="option">The option.</param>
    public static Option<T> NotEmpty<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError($"{option.Name}: expected {option.HelpName}, found ''");
        });
        return option;
    }
}
