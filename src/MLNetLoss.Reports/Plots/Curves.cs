using System.Globalization;
using MLNetLoss.Metrics;
using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>Precision-recall and ROC curves: of all decisions together, and of the most frequent labels.</summary>
internal static class Curves
{
    private const int LabelCurves = 4;

    // More points than pixels only make the file larger.
    private const int MostPoints = 400;

    /// <summary>The precision-recall curves.</summary>
    /// <param name="report">What is shown.</param>
    public static ReportPicture PrecisionRecall(MultiLabelReportData report) => new(
        "precision-recall", "Precision and recall", "Precision against recall, for all decisions and for the most frequent labels.",
        "Each point is a threshold: the share of the true labels found, and the share of what is predicted that is right. The solid first curve pools all decisions; the number is average precision.",
        760, 460, theme => Draw(theme, "recall", "precision", Alignment.LowerLeft, false,
        [
            ($"all labels ({Number(report.Metrics.MicroAveragePrecision)})", [.. report.PooledPrecisionRecall.Select(point => (point.Recall, point.Precision))]),
            .. Frequent(report).Select(label => ($"{PlotTheme.Short(label.Name)} ({Number(label.AveragePrecision)})",
                label.PrecisionRecallCurve!.Select(point => (point.Recall, point.Precision)).ToArray())),
        ]));

    /// <summary>The ROC curves.</summary>
    /// <param name="report">What is shown.</param>
    public static ReportPicture Roc(MultiLabelReportData report) => new(
        "roc", "ROC curves", "True positive rate against false positive rate, for all decisions and for the most frequent labels.",
        "The share of the true labels found against the share of the others predicted wrongly; the dashed diagonal is chance, the number the area under the curve.",
        760, 460, theme => Draw(theme, "false positive rate", "true positive rate", Alignment.LowerRight, true,
        [
            ($"all labels ({Number(report.Metrics.MicroRocAuc)})", [.. report.PooledRoc.Select(point => (point.FalsePositiveRate, point.TruePositiveRate))]),
            .. Frequent(report).Select(label => ($"{PlotTheme.Short(label.Name)} ({Number(label.RocAuc)})",
                label.RocCurve!.Select(point => (point.FalsePositiveRate, point.TruePositiveRate)).ToArray())),
        ]));

    private static IEnumerable<LabelMetrics> Frequent(MultiLabelReportData report) => report.Metrics.LabelCount == 1 ? [] : report.Metrics.PerLabel
        .Where(label => label.HasBothClasses && label.RocCurve is not null)
        .OrderByDescending(label => label.Support).ThenBy(label => label.Index).Take(LabelCurves);

    private static Plot Draw(
        PlotTheme theme, string x, string y, Alignment legend, bool chance, IReadOnlyList<(string Name, (double X, double Y)[] Points)> curves)
    {
        Plot plot = theme.Create(x, y);
        if (chance)
            theme.Reference(plot, 0, 0, 1, 1);
        for (int i = 0; i < curves.Count; i++)
        {
            (double X, double Y)[] points = Thin([.. curves[i].Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))]);
            if (points.Length > 0)
                theme.Curve(plot, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], i, curves[i].Name, dashed: i > 0);
        }

        plot.Axes.SetLimits(0, 1, 0, 1.02);
        plot.ShowLegend(legend);
        return plot;
    }

    private static (double X, double Y)[] Thin((double X, double Y)[] points) => points.Length <= MostPoints
        ? points
        : [.. Enumerable.Range(0, MostPoints).Select(i => points[(int)((long)i * (points.Length - 1) / (MostPoints - 1))])];

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
