using System.CommandLine;
using Microsoft.ML;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using MLNetLoss.Sample.Output;

namespace MLNetLoss.Sample.Commands;

/// <summary><c>tune</c>: chooses a model's thresholds on held-out data and saves the model with them.</summary>
internal static class TuneCommand
{
    private const string OneThreshold = "one";
    private const string PerLabel = "per-label";

    private static readonly Dictionary<string, Averaging> s_objectives = new(StringComparer.Ordinal)
    {
        ["macro-f"] = Averaging.Macro,
        ["micro-f"] = Averaging.Micro,
        ["samples-f"] = Averaging.Samples,
    };

    private static readonly Dictionary<string, UnreachableBound> s_fates = new(StringComparer.Ordinal)
    {
        ["keep"] = UnreachableBound.KeepThreshold,
        ["nearest"] = UnreachableBound.Nearest,
        ["never"] = UnreachableBound.NeverPredict,
    };

    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it reads and writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string> model = CommonOptions.RequiredFile("--model", "the model, as saved by train");
        Option<string> data = CommonOptions.RequiredFile("--data", "labelled data, in the same format as for train, that the model was not trained on");
        Option<string> output = CommonOptions.RequiredFile("--output", "the model file to write");
        var columns = new DataOptions();
        Option<string?> objective = ChoiceOption.Create("--objective", "the F-beta to maximise (default: macro-f)", s_objectives.Keys);
        // Beyond this only recall would matter, to more digits than are shown.
        Option<double?> beta = NumberOption.AboveZero("--beta", "how many times as important recall is as precision (default: 1)", 1e6);
        Option<double?> precision = NumberOption.AboveZero("--min-precision", "instead: a precision of at least this, with the highest recall", 1);
        Option<double?> recall = NumberOption.AboveZero("--min-recall", "instead: a recall of at least this, with the highest precision", 1);
        Option<double?> missRate = NumberOption.AboveZero(
            "--max-miss-rate", "instead: miss at most this share of a new row's labels, on average (conformal risk control)", 1, mayBeMaximum: false);
        Option<string?> thresholds = ChoiceOption.Create(
            "--thresholds", $"one for all labels, or one for each (default: {PerLabel}; with --max-miss-rate {OneThreshold})", OneThreshold, PerLabel);
        Option<string?> unreachable = ChoiceOption.Create(
            "--unreachable",
            "labels that cannot reach --min-precision or --min-recall: keep their threshold, take the nearest, or never predict them (default: keep)",
            s_fates.Keys);
        Option<int?> positives = NumberOption.Whole(
            "--min-positives", "labels with fewer positive rows keep their threshold (default: 1)", minimum: 1);
        Option<bool> json = CommonOptions.Json();

        var command = new Command("tune", "Choose thresholds on held-out data, to maximise a measure or to satisfy a bound.") { model, data, output };
        columns.AddTo(command, withLabels: true);
        foreach (Option option in (Option[])[objective, beta, precision, recall, missRate, thresholds, unreachable, positives, json])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            Option[] goals = [.. ((Option[])[objective, precision, recall, missRate]).Where(Given)];
            if (goals.Length > 1)
                result.AddError($"tune: expected one goal, found {string.Join(" and ", goals.Select(goal => goal.Name))}");
            else if (Given(beta) && goals is [var goal] && goal != objective)
                result.AddError($"tune: --beta goes with --objective, not with {goal.Name}");
            else if (Given(unreachable) && !Given(precision) && !Given(recall))
                result.AddError("tune: --unreachable goes with --min-precision and --min-recall");

            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            string? how = parsed.GetValue(thresholds);
            UnreachableBound fate = s_fates[parsed.GetValue(unreachable) ?? "keep"];
            ThresholdRule rule =
                parsed.GetValue(precision) is { } p ? ThresholdRule.PrecisionAtLeast(p, how == OneThreshold, fate)
                : parsed.GetValue(recall) is { } r ? ThresholdRule.RecallAtLeast(r, how == OneThreshold, fate)
                : parsed.GetValue(missRate) is { } alpha ? ThresholdRule.MissRateAtMost(alpha, how != PerLabel)
                : ThresholdRule.MaximizeFBeta(
                    s_objectives[parsed.GetValue(objective) ?? "macro-f"], parsed.GetValue(beta) ?? 1, how == OneThreshold);
            string dataPath = parsed.GetRequiredValue(data);
            var revision = new ModelRevision(
                terminal, parsed.GetRequiredValue(model), dataPath, parsed.GetRequiredValue(output), columns.LabelledColumns(parsed), cancellationToken);
            ThresholdTuning tuning = revision.Stages.Run("Tuning", _ => revision.Context.MultiLabelClassification.TuneThresholds(
                revision.Model.Transformer, revision.Data, rule, parsed.GetValue(positives) ?? 1, cancellationToken: cancellationToken));
            (MultiLabelClassificationMetrics before, MultiLabelClassificationMetrics after) = revision.Save(tuning.Model);
            if (parsed.GetValue(json))
                ThresholdReport.Json(rule, tuning, before, after).Write(terminal.Out);
            else
            {
                // A bound is on one of the two, what is reached is the other.
                string mean = rule.OneThreshold ? "a" : "a mean";
                string reached = parsed.GetValue(precision) is not null ? $"{mean} recall of " : parsed.GetValue(recall) is not null ? $"{mean} precision of " : "";
                ThresholdReport.Write(terminal.Report, rule, tuning, before, after, dataPath, reached);
            }

            return Task.FromResult(CommandLine.Success);
        });
        return command;
    }
}
