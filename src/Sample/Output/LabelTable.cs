using System.Globalization;
using MLNetLoss.Metrics;
using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>The measures of individual labels, as a table and as JSON.</summary>
internal static class LabelTable
{
    // What fits on a screen; --per-label all shows more.
    private const int LongestTable = 20;

    /// <summary>Writes the table of a choice of labels, and how many it leaves out.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="metrics">The measures.</param>
    /// <param name="choice">Which labels; null for all when they are few, else the most frequent.</param>
    public static void Write(IAnsiConsole console, MultiLabelClassificationMetrics metrics, LabelChoice? choice)
    {
        if (choice == LabelChoice.None)
            return;
        LabelMetrics[] labels = Choose(metrics, choice ?? LabelChoice.Frequent);
        Write(console, labels, "Labels, the " + (choice ?? LabelChoice.Frequent) switch
        {
            LabelChoice.Rare => "rarest first",
            LabelChoice.Worst => "least F1 first",
            _ => "most frequent first",
        });
        if (labels.Length < metrics.LabelCount)
        {
            string others = choice == LabelChoice.Worst ? "" : ", --per-label worst those of least F1";
            console.WriteLine($"and {metrics.LabelCount - labels.Length} more labels (--per-label all shows every one{others})");
        }
    }

    /// <summary>Writes the measures of some labels.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="labels">The labels, in order.</param>
    /// <param name="title">What they have in common.</param>
    public static void Write(IAnsiConsole console, IEnumerable<LabelMetrics> labels, string title)
    {
        Table table = MetricsTable.Create(title, "label", "rows", "predicted", "precision", "recall", "F1", "ROC AUC", "avg. precision");
        // In a narrow window names are wrapped; numbers are never cut.
        table.Columns[0].NoWrap = false;
        foreach (TableColumn column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (LabelMetrics label in labels)
        {
            table.AddRow(
                Markup.Escape(PlainText.Line(label.Name)), Count(label.Support), Count(label.Counts.Predicted), MetricsTable.Number(label.Precision),
                MetricsTable.Number(label.Recall), MetricsTable.Number(label.F1), MetricsTable.Number(label.RocAuc),
                MetricsTable.Number(label.AveragePrecision));
        }

        console.Write(table);
    }

    /// <summary>The labels of a choice, one object each; all of them, in the order of the model, unless the choice is of some.</summary>
    /// <param name="metrics">The measures.</param>
    /// <param name="choice">Which labels.</param>
    public static IEnumerable<JsonReport> Json(MultiLabelClassificationMetrics metrics, LabelChoice choice) =>
        (choice == LabelChoice.All ? metrics.PerLabel : Choose(metrics, choice)).Select(label => new JsonReport()
            .Add("label", label.Name)
            .Add("support", label.Support)
            .Add("predicted", label.Counts.Predicted)
            .Add("precision", label.Precision)
            .Add("recall", label.Recall)
            .Add("f1", label.F1)
            .Add("roc_auc", label.RocAuc)
            .Add("average_precision", label.AveragePrecision));

    private static LabelMetrics[] Choose(MultiLabelClassificationMetrics metrics, LabelChoice choice)
    {
        IEnumerable<LabelMetrics> ordered = choice switch
        {
            LabelChoice.None => [],
            LabelChoice.Rare => metrics.PerLabel.OrderBy(label => label.Support),
            // The F1 of labels without rows means nothing.
            LabelChoice.Worst => metrics.PerLabel.OrderBy(label => label.Support == 0).ThenBy(label => label.F1).ThenByDescending(label => label.Support),
            _ => metrics.PerLabel.OrderByDescending(label => label.Support),
        };
        return [.. choice == LabelChoice.All ? ordered : ordered.Take(LongestTable)];
    }

    // Rows can have weights, which make it a fraction.
    private static string Count(double rows) => rows.ToString("#,0.##", CultureInfo.InvariantCulture);
}
