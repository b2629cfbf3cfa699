using System.Globalization;
using MLNetLoss.Evaluation;
using MLNetLoss.Metrics;
using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>The result of threshold tuning, as tables and as JSON.</summary>
internal static class ThresholdReport
{
    private const int LongestTable = 20;

    // A fall of micro-F1 that is worth more than a row of the table.
    private const double Fall = 0.05;

    private static readonly string[] s_measures =
    [
        "micro_f1", "macro_f1", "samples_f1", "micro_precision", "micro_recall", "macro_precision", "macro_recall", "samples_recall",
        "subset_accuracy", "hamming_loss",
    ];

    /// <summary>Everything as one JSON object.</summary>
    /// <param name="rule">What was asked for.</param>
    /// <param name="tuning">What was found.</param>
    /// <param name="before">The measures with the thresholds the model came with.</param>
    /// <param name="after">The measures with the new ones.</param>
    public static JsonReport Json(
        ThresholdRule rule, ThresholdTuning tuning, MultiLabelClassificationMetrics before, MultiLabelClassificationMetrics after) =>
        new JsonReport()
            .Add("rule", rule.ToString())
            .Add("one_threshold", rule.OneThreshold)
            .Add("value", tuning.Value)
            .Add("meets_constraint", tuning.MeetsConstraint)
            .Add("column", tuning.ColumnName)
            .Add("before", Measures(before))
            .Add("after", Measures(after))
            .Add("thresholds", tuning.Thresholds.Select(label => new JsonReport()
                .Add("label", label.Name)
                .Add("threshold", label.Threshold)
                .Add("positives", label.PositiveCount)
                .Add("tuned", label.IsTuned)
                .Add("meets_constraint", label.MeetsConstraint)
                .Add("precision", label.Precision)
                .Add("recall", label.Recall)));

    /// <summary>Writes tables of the measures and of the labels.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="rule">What was asked for.</param>
    /// <param name="tuning">What was found.</param>
    /// <param name="before">The measures with the thresholds the model came with.</param>
    /// <param name="after">The measures with the new ones.</param>
    /// <param name="data">What it was tuned on.</param>
    /// <param name="reached">What the value reached is of, with a space after it; empty if the goal says so.</param>
    public static void Write(
        IAnsiConsole console, ThresholdRule rule, ThresholdTuning tuning, MultiLabelClassificationMetrics before,
        MultiLabelClassificationMetrics after, string data, string reached)
    {
        int missed = tuning.Thresholds.Count(label => !label.MeetsConstraint);
        string unmet = missed == 0 ? "" : rule.OneThreshold ? ", but the bound is not met"
            : $", but {missed} of {tuning.Thresholds.Count} labels do not meet the bound";
        console.WriteLine($"Goal: {rule}; reached: {reached}{MetricsTable.Number(tuning.Value)}{unmet}.");
        Table measures = MetricsTable.Create($"On {data}", "measure", "before", "after");
        foreach (string key in s_measures)
            measures.AddRow(key, MetricsTable.Number(before[key]), MetricsTable.Number(after[key]));
        console.Write(measures);
        console.WriteLine("The thresholds were chosen on these rows; expect worse results on new ones, above all for labels with few positives.");
        if (after.MicroF1 < before.MicroF1 - Fall)
        {
            console.WriteLine("The goal costs micro-F1: many wrong predictions of rare labels. --min-positives 10 keeps the thresholds of labels with fewer, "
                + "--objective micro-f serves all decisions together.");
        }


        // Labels that do not meet the bound come first.
        LabelThreshold[] labels = [.. tuning.Thresholds
            .OrderBy(label => label.MeetsConstraint).ThenByDescending(label => label.PositiveCount).Take(LongestTable)];
        Table table = MetricsTable.Create("Labels", "label", "rows", $"{tuning.ColumnName} above", "precision", "recall", "note");
        foreach (LabelThreshold label in labels)
        {
            table.AddRow(
                Markup.Escape(PlainText.Line(label.Name)), label.PositiveCount.ToString("N0", CultureInfo.InvariantCulture),
                MetricsTable.Number(label.Threshold), MetricsTable.Number(label.Precision), MetricsTable.Number(label.Recall),
                !label.IsTuned ? "kept" : label.MeetsConstraint ? "" : "not met");
        }

        foreach (TableColumn column in table.Columns.Skip(1).SkipLast(1).Concat(measures.Columns.Skip(1)))
            column.RightAligned();
        console.Write(table);
        if (labels.Length < tuning.Thresholds.Count)
            console.WriteLine($"and {tuning.Thresholds.Count - labels.Length} more labels (all of them with --json)");
    }

    private static JsonReport Measures(MultiLabelClassificationMetrics metrics) =>
        s_measures.Aggregate(new JsonReport(), (report, key) => report.Add(key, metrics[key]));
}
