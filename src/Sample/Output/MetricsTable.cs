using System.Globalization;
using MLNetLoss.Metrics;
using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>Tables of measures for a person.</summary>
internal static class MetricsTable
{
    // For a first look: the measures that most people ask for, and what each says.
    private static readonly (string Key, string Meaning)[] s_measures =
    [
        ("micro_f1", "F1 of all decisions pooled"),
        ("macro_f1", "mean over labels, each with the same weight"),
        ("weighted_f1", "mean over labels, weighted by their frequency"),
        ("samples_f1", "mean over rows"),
        ("micro_precision", "share of predicted labels that are correct"),
        ("micro_recall", "share of true labels that are predicted"),
        ("subset_accuracy", "share of rows whose label set is exactly right"),
        ("hamming_loss", "share of decisions that are wrong"),
        ("lrap", "label ranking average precision"),
        ("precision_at_1", "share of rows whose most likely label is correct"),
        ("precision_at_3", "share of correct labels among the three most likely"),
        ("recall_at_5", "share of a row's labels among the five most likely"),
        ("ndcg_at_5", "gain of the five most likely labels, discounted by rank"),
        ("coverage_error", "ranks to go down to cover all true labels"),
        ("ranking_loss", "share of true-false label pairs in the wrong order"),
        ("one_error", "share of rows whose most likely label is wrong"),
        ("macro_roc_auc", "area under the ROC curve, mean over labels"),
        ("micro_roc_auc", "the same, all decisions pooled"),
        ("macro_average_precision", "area under the precision-recall curve, mean over labels"),
        ("micro_average_precision", "the same, all decisions pooled"),
        ("bce", "binary cross-entropy, which training minimises"),
    ];

    /// <summary>Writes the measures that are asked for most.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="metrics">The measures.</param>
    /// <param name="title">What was measured.</param>
    public static void Write(IAnsiConsole console, MultiLabelClassificationMetrics metrics, string title)
    {
        Table table = Create(title, "measure", "value", "", "meaning");
        table.Columns[1].RightAligned();
        foreach ((string key, string meaning) in s_measures)
        {
            var measure = MultiLabelMeasure.Get(key);
            table.AddRow(key, Number(measure.Of(metrics)), measure.HigherIsBetter ? "↑" : "↓", meaning);
        }
        console.Write(table);
        if (metrics.OneClassLabelCount is > 0 and var left)
            console.WriteLine($"{left} of {metrics.LabelCount} labels are in every row or in none, and are left out of the macro areas.");
    }

    /// <summary>A table in the program's style.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="columns">The headers.</param>
    public static Table Create(string title, params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape(title));
        foreach (string column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        return table;
    }

    /// <summary>A number as tables show it.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) =>
        double.IsNaN(value) ? "-" : value.ToString(Math.Abs(value) < 10 ? "0.0000" : "0.00", CultureInfo.InvariantCulture);
}
