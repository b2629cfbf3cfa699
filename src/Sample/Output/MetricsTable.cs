using System.Globalization;
using MLNetLoss.Metrics;
using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>Tables of measures for a person.</summary>
internal static class MetricsTable
{
    // A first look: what most people ask for, and what each says.
    private static readonly (string Key, string Meaning)[] s_measures =
    [
        ("micro_f1", "precision and recall of all decisions together"),
        ("macro_f1", "the mean over labels, rare ones as heavy as frequent ones"),
        ("weighted_f1", "the mean over labels, weighted by how frequent they are"),
        ("samples_f1", "the mean over rows"),
        ("micro_precision", "of the labels predicted, the share that is right"),
        ("micro_recall", "of the true labels, the share that is predicted"),
        ("subset_accuracy", "rows whose set of labels is exactly right"),
        ("hamming_loss", "decisions that are wrong"),
        ("lrap", "label ranking average precision"),
        ("precision_at_1", "rows whose likeliest label is right"),
        ("precision_at_3", "right labels among the three likeliest"),
        ("recall_at_5", "a row's labels found among the five likeliest"),
        ("ndcg_at_5", "the same, with the order counted"),
        ("coverage_error", "labels to read to have seen all the true ones"),
        ("ranking_loss", "pairs of a true and a false label in the wrong order"),
        ("one_error", "rows whose likeliest label is wrong"),
        ("macro_roc_auc", "area under the ROC curve, mean over labels"),
        ("micro_roc_auc", "the same, all decisions together"),
        ("macro_average_precision", "area under the precision-recall curve, mean over labels"),
        ("micro_average_precision", "the same, all decisions together"),
        ("bce", "binary cross-entropy, what training makes small"),
    ];

    /// <summary>Writes the measures that are asked for most.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="metrics">The measures.</param>
    /// <param name="title">What was measured.</param>
    public static void Write(IAnsiConsole console, MultiLabelClassificationMetrics metrics, string title)
    {
        Table table = Create(title, "measure", "value", "", "what it says");
        table.Columns[1].RightAligned();
        foreach ((string key, string meaning) in s_measures)
        {
            var measure = MultiLabelMeasure.Get(key);
            table.AddRow(key, Number(measure.Of(metrics)), measure.HigherIsBetter ? "↑" : "↓", meaning);
        }
        console.Write(table);
        if (metrics.OneClassLabelCount is > 0 and var left)
            console.WriteLine($"{left} of {metrics.LabelCount} labels are in every row or in none, and left out of the macro areas.");
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
