using System.CommandLine;

namespace MLNetLoss.Sample.Commands;

/// <summary>Options whose value is one of a few words, and that say in one line which when another is given.</summary>
internal static class ChoiceOption
{
    /// <summary>One of some words.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it means, for the help.</param>
    /// <param name="words">The words.</param>
    public static Option<string?> Create(string name, string description, params IReadOnlyCollection<string> words)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (words.Contains(text))
                    return text;
                result.AddError($"{name}: expected {string.Join(" or ", words)}, found '{text}'");
                return null;
            },
        };
        option.CompletionSources.Add([.. words]);
        return option;
    }
}
