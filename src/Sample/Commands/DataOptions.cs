using System.CommandLine;
using System.CommandLine.Parsing;
using MLNetLoss.Sample.Files;

namespace MLNetLoss.Sample.Commands;

/// <summary>How a command is told of its data: the options that say which columns of a table to read.</summary>
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

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withLabels">Whether the command reads labels.</param>
    public void AddTo(Command command, bool withLabels)
    {
        command.Options.Add(_text);
        if (!withLabels)
            return;
        command.Options.Add(_labels);
        command.Options.Add(_separator);
    }

    /// <summary>Whether the user gave any of the options.</summary>
    /// <param name="result">What was parsed of the command.</param>
    public bool AnyGiven(CommandResult result) =>
        ((Option[])[_text, _labels, _separator]).Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>What the user gave, for a command that reads labels.</summary>
    /// <param name="parsed">The parsed command line.</param>
    public TableColumns LabelledColumns(ParseResult parsed) =>
        new(parsed.GetValue(_text), parsed.GetValue(_labels), parsed.GetValue(_separator));

    /// <summary>What the user gave, for a command that reads no labels.</summary>
    /// <param name="parsed">The parsed command line.</param>
    public TableColumns TextColumn(ParseResult parsed) => new(parsed.GetValue(_text), Labels: null, Separator: null);
}
