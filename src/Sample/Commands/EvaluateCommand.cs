using System.CommandLine;
using Microsoft.ML;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Learning;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Commands;

/// <summary><c>evaluate</c>: measures of a model on labelled data, or of any other system's scores.</summary>
internal static class EvaluateCommand
{
    private static readonly Dictionary<string, LabelChoice> s_labels = new(StringComparer.Ordinal)
    {
        ["all"] = LabelChoice.All,
        ["frequent"] = LabelChoice.Frequent,
        ["rare"] = LabelChoice.Rare,
        ["worst"] = LabelChoice.Worst,
        ["none"] = LabelChoice.None,
    };

    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it reads and writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string?> model = CommonOptions.File("--model", "the model to evaluate");
        Option<string?> data = CommonOptions.File("--data", "labelled data, as for train");
        var columns = new DataOptions();
        Option<string?> scores = CommonOptions.File("--scores", "instead of a model: another system's scores, a .csv or .tsv file with one row per line");
        Option<string?> targets = CommonOptions.File("--targets", "the targets of the same rows and labels");
        var logits = new Option<bool>("--logits") { Description = "the scores are logits" };
        var probabilities = new Option<bool>("--probabilities") { Description = "the scores are probabilities" };
        Option<float?> threshold = NumberOption.Real(
            "--threshold", "predict a label when its score is greater (default: 0 for logits, 0.5 for probabilities)");
        Option<string?> perLabel = ChoiceOption.Create(
            "--per-label",
            "the table of labels: all, or twenty of them (default: all if there are at most twenty, else the most frequent; with --json: none)",
            s_labels.Keys);
        Option<string?> report = ReportWriter.Option();
        Option<bool> json = CommonOptions.Json();

        var command = new Command("evaluate", "Evaluate a model on labelled data, or the scores of any other system.") { model, data };
        columns.AddTo(command, withLabels: true);
        foreach (Option option in (Option[])[scores, targets, logits, probabilities, threshold, perLabel, report, json])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            bool ofModel = Given(model) || Given(data), ofScores = Given(scores) || Given(targets);
            if (ofModel == ofScores)
                result.AddError("evaluate: expected either --model and --data, or --scores and --targets");
            else if (ofModel && !(Given(model) && Given(data)))
                result.AddError("evaluate: --model and --data go together");
            else if (ofScores && !(Given(scores) && Given(targets)))
                result.AddError("evaluate: --scores and --targets go together");
            else if (ofScores && result.GetValue(logits) == result.GetValue(probabilities))
                result.AddError("evaluate: say what the scores are, with either --logits or --probabilities");
            else if (ofModel && (Given(logits) || Given(probabilities) || Given(threshold)))
                result.AddError("evaluate: --logits, --probabilities and --threshold go with --scores, not with --model");
            else if (ofScores && columns.AnyGiven(result))
                result.AddError("evaluate: --text, --labels, --separator and --zero-based-labels go with --model, not with --scores");

            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            string? directory = parsed.GetValue(report);
            ReportWriter.Check(directory);
            MLContext ml = Contexts.Create(terminal, labelsColumn: columns.LabelledColumns(parsed).Labels);
            ModelFile? file = parsed.GetValue(model) is { } modelPath ? ModelFile.Load(ml, modelPath) : null;
            IDataView scored = file is not null
                ? ScoreWithModel(ml, file, parsed.GetValue(data)!, parsed, columns, cancellationToken)
                : ScoredData.Read(
                    ml, parsed.GetValue(scores)!, parsed.GetValue(targets)!, parsed.GetValue(logits),
                    parsed.GetValue(threshold) ?? (parsed.GetValue(logits) ? 0 : 0.5f), columns.Delimiter(parsed), cancellationToken);
            MultiLabelClassificationMetrics metrics = directory is null
                ? new Stages(terminal).Run("Evaluating", _ => ml.MultiLabelClassification.Evaluate(scored, cancellationToken: cancellationToken))
                : ReportWriter.Write(
                    terminal, ml, scored, directory,
                    file is null ? $"Scores {parsed.GetValue(scores)}, targets {parsed.GetValue(targets)}" : $"Model {file.Path}, data {parsed.GetValue(data)}",
                    file?.Training, cancellationToken);
            LabelChoice? labels = parsed.GetValue(perLabel) is { } choice ? s_labels[choice] : null;
            if (parsed.GetValue(json))
            {
                JsonReport measures = new JsonReport().Add(metrics);
                (labels is null ? measures : measures.Add("labels", LabelTable.Json(metrics, labels.Value))).Write(terminal.Out);
            }
            else
            {
                MetricsTable.Write(terminal.Report, metrics, $"On {parsed.GetValue(data) ?? parsed.GetValue(scores)}");
                LabelTable.Write(terminal.Report, metrics, labels);
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }

    private static IDataView ScoreWithModel(
        MLContext ml, ModelFile model, string dataPath, ParseResult parsed, DataOptions columns, CancellationToken cancellationToken)
    {
        IDataView data = InputData.Open(
            ml, dataPath, columns.LabelledColumns(parsed), model.InputSchema, cancellationToken: cancellationToken);
        return model.Transformer.Transform(data);
    }
}
