using System.CommandLine;
using System.CommandLine.Parsing;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Commands;

/// <summary>How a command is told of its data: the options that say how it is laid out.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _text = new("--text")
    {
        Description = "the text column, if the data is a .csv or .tsv file with a header",
        HelpName = "COLUMN",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "the label column, if the data is a .csv or .tsv file",
        HelpName = "COLUMN",
    };

    private readonly Option<char?> _separator = CommonOptions.Separator("the character between two labels of a row in such a file");

    private readonly Option<char?> _delimiter = CommonOptions.Delimiter();

    private readonly Option<bool> _zeroBased = new("--zero-based-labels")
    {
        Description = "the labels of a multi-label text file without a header count from 0, as in many LIBSVM files",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withLabels">Whether the command reads labels.</param>
    public void AddTo(Command command, bool withLabels)
    {
        command.Options.Add(_text);
        if (withLabels)
        {
            command.Options.Add(_labels);
            command.Options.Add(_separator);
        }
        command.Options.Add(_delimiter);
        command.Options.Add(_zeroBased);
    }

    /// <summary>Whether the user gave any of the options that only data for a model has; tables of scores have a delimiter too.</summary>
    /// <param name="result">What was parsed of the command.</param>
    public bool AnyGiven(CommandResult result) =>
        ((Option[])[_text, _labels, _separator, _zeroBased]).Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>The character between two columns, if the user gave one.</summary>
    /// <param name="parsed">The parsed command line.</param>
    public char? Delimiter(ParseResult parsed) => parsed.GetValue(_delimiter);

    /// <summary>What the user gave, for a command that reads labels.</summary>
    /// <param name="parsed">The parsed command line.</param>
    public DataLayout LabelledColumns(ParseResult parsed) =>
        TextColumn(parsed) with { Labels = parsed.GetValue(_labels), Separator = parsed.GetValue(_separator) };

    /// <summary>What the user gave, for a command that reads no labels.</summary>
    /// <param name="parsed">The parsed command line.</param>
    public DataLayout TextColumn(ParseResult parsed) => new(
        parsed.GetValue(_text), Labels: null, Separator: null, Delimiter(parsed), parsed.GetValue(_zeroBased));
}
