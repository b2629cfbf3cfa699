using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MLNetLoss.Sample.Commands;

/// <summary>Options that take a number and say in one line what is wrong with another value.</summary>
internal static class NumberOption
{
    /// <summary>A whole number.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it means, for the help.</param>
    /// <param name="minimum">The least that is allowed.</param>
    public static Option<int?> Whole(string name, string description, int minimum) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result => Parse<int>(result, name, $"a whole number, at least {minimum}",
            text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum
                ? value : null),
    };

    /// <summary>A finite real number.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it means, for the help.</param>
    /// <param name="minimum">The least that is allowed, or null for no bound.</param>
    public static Option<float?> Real(string name, string description, float? minimum = null) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result => Parse<float>(result, name, minimum is null ? "a number" : $"a number, at least {minimum}",
            text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
                && float.IsFinite(value) && !(value < minimum) ? value : null),
    };

    /// <summary>A number above 0.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it means, for the help.</param>
    /// <param name="maximum">The greatest there can be.</param>
    /// <param name="mayBeMaximum">Whether it may be that.</param>
    public static Option<double?> AboveZero(string name, string description, double maximum, bool mayBeMaximum = true) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result => Parse<double>(
            result, name, $"a number above 0 and {(mayBeMaximum ? "at most" : "below")} {maximum}",
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value > 0 && (value < maximum || (mayBeMaximum && value == maximum)) ? value : null),
    };

    private static T? Parse<T>(ArgumentResult result, string name, string expected, Func<string, T?> parse)
        where T : struct
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        T? value = parse(text);
        if (value is null)
            result.AddError($"{name}: expected {expected}, found '{text}'");
        return value;
    }
}
