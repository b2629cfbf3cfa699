using MLNetLoss.Calibrators;
using MLNetLoss.Metrics;
using Spectre.Console;

namespace MLNetLoss.Sample.Output;

/// <summary>The result of calibration, as a table and as JSON.</summary>
internal static class CalibrationReport
{
    private static readonly string[] s_measures = ["ece", "macro_ece", "bce", "brier_score", "hamming_loss", "micro_f1", "macro_f1"];

    /// <summary>Everything as one JSON object.</summary>
    /// <param name="calibrator">What was fitted.</param>
    /// <param name="before">The measures of the model as it came.</param>
    /// <param name="after">The measures with the calibrator.</param>
    public static JsonReport Json(
        MultiLabelCalibratorTransformer calibrator, MultiLabelClassificationMetrics before, MultiLabelClassificationMetrics after) =>
        new JsonReport()
            .Add("labels", calibrator.LabelNames.Count)
            .Add("calibrated_labels", Calibrated(calibrator))
            .Add("before", Measures(before))
            .Add("after", Measures(after));

    /// <summary>Writes a table of the measures.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="calibrator">What was fitted.</param>
    /// <param name="before">The measures of the model as it came.</param>
    /// <param name="after">The measures with the calibrator.</param>
    /// <param name="data">What it was fitted to.</param>
    public static void Write(
        IAnsiConsole console, MultiLabelCalibratorTransformer calibrator, MultiLabelClassificationMetrics before,
        MultiLabelClassificationMetrics after, string data)
    {
        console.WriteLine($"{Calibrated(calibrator)} of {calibrator.LabelNames.Count} labels calibrated.");
        Table measures = MetricsTable.Create($"On {data}", "measure", "before", "after");
        foreach (string key in s_measures)
            measures.AddRow(key, MetricsTable.Number(before[key]), MetricsTable.Number(after[key]));
        foreach (TableColumn column in measures.Columns.Skip(1))
            column.RightAligned();
        console.Write(measures);
        console.WriteLine("The calibrator was fitted to these rows; expect slightly worse results on new ones.");
        console.WriteLine("Labels are now predicted above a probability of 0.5, whatever thresholds the model had.");
    }

    private static int Calibrated(MultiLabelCalibratorTransformer calibrator) => calibrator.LabelCalibrators.Count(label => label is not null);

    private static JsonReport Measures(MultiLabelClassificationMetrics metrics) =>
        s_measures.Aggregate(new JsonReport(), (report, key) => report.Add(key, metrics[key]));
}
