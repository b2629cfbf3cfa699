using System.Globalization;
using MLNetLoss.Metrics;
using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>Precision-recall and ROC curves: of all decisions together, and of the most frequent labels.</summary>
internal static class Curves
{
    private const int LabelCurves = 4;

    /// <summary>The precision-recall curves.</summary>
    /// <param name="report">What is shown.</param>
    public static ReportPicture PrecisionRecall(MultiLabelReportData report) => new(
        "precision-recall", "Precision and recall", "Precision against recall, for all decisions and for the most frequent labels.",
        "Each step is a threshold: the share of the true labels found, and the share of the predictions that are right. The thick curve pools all decisions; the number is average precision, the area under the steps.",
        460, Draw(PlotTheme.CreateUnit("recall", "precision"), Alignment.LowerLeft,
        [
            Pooled(report.Metrics.MicroAveragePrecision, CurvePoints.Steps(report.PooledPrecisionRecall.Select(point => (point.Recall, point.Precision)))),
            .. Frequent(report.Metrics).Select(label => Named(label, label.AveragePrecision,
                CurvePoints.Steps(label.PrecisionRecallCurve!.Select(point => (point.Recall, point.Precision))))),
        ]));

    /// <summary>The ROC curves.</summary>
    /// <param name="report">What is shown.</param>
    public static ReportPicture Roc(MultiLabelReportData report)
    {
        Plot plot = PlotTheme.CreateUnit("false positive rate", "true positive rate");
        PlotTheme.Diagonal(plot);
        return new(
            "roc", "ROC curves", "True positive rate against false positive rate, for all decisions and for the most frequent labels.",
            "The share of the true labels found against the share of the others predicted wrongly. The thick curve pools all decisions, the dashed diagonal is chance, the number the area under the curve.",
            460, Draw(plot, Alignment.LowerRight,
            [
                Pooled(report.Metrics.MicroRocAuc, report.PooledRoc.Select(point => (point.FalsePositiveRate, point.TruePositiveRate))),
                .. Frequent(report.Metrics).Select(label => Named(label, label.RocAuc,
                    label.RocCurve!.Select(point => (point.FalsePositiveRate, point.TruePositiveRate)))),
            ]));
    }

    /// <summary>The labels with curves of their own: the most frequent ones; none when there is only one.</summary>
    /// <param name="metrics">The measures.</param>
    public static IEnumerable<LabelMetrics> Frequent(MultiLabelClassificationMetrics metrics) => metrics.LabelCount == 1 ? [] : metrics.PerLabel
        .Where(label => label.HasBothClasses && label.RocCurve is not null)
        .OrderByDescending(label => label.Support).ThenBy(label => label.Index).Take(LabelCurves);

    /// <summary>The name of all labels' curve in a legend.</summary>
    /// <param name="value">The number that goes with it.</param>
    /// <param name="format">How it is written.</param>
    public static string NameOfAll(double value, string format = "0.00") => $"all labels ({value.ToString(format, CultureInfo.InvariantCulture)})";

    /// <summary>The name of a label's curve in a legend.</summary>
    /// <param name="label">The label.</param>
    /// <param name="value">The number that goes with it.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="length">The most characters of the name.</param>
    public static string NameOf(LabelMetrics label, double value, string format = "0.00", int length = 30) =>
        $"{PlotTheme.Short(label.Name, length)} ({value.ToString(format, CultureInfo.InvariantCulture)})";

    private static (string Name, IEnumerable<(double X, double Y)> Points) Pooled(double value, IEnumerable<(double X, double Y)> points) =>
        (NameOfAll(value), points);

    private static (string Name, IEnumerable<(double X, double Y)> Points) Named(
        LabelMetrics label, double value, IEnumerable<(double X, double Y)> points) => (NameOf(label, value), points);

    private static Plot Draw(Plot plot, Alignment legend, IReadOnlyList<(string Name, IEnumerable<(double X, double Y)> Points)> curves)
    {
        for (int i = 0; i < curves.Count; i++)
        {
            List<(double X, double Y)> points = CurvePoints.Thin(curves[i].Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)));
            if (points.Count > 0)
                PlotTheme.Curve(plot, points, i, curves[i].Name, width: i == 0 ? 3 : 1.5f);
        }

        plot.Legend.FontName = PlotTheme.FontOf(curves.Select(curve => curve.Name));
        plot.ShowLegend(legend);
        return plot;
    }
}
