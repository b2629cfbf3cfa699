using System.Text;
using MLNetLoss.Reports.Html;
using MLNetLoss.Reports.Plots;

namespace MLNetLoss.Reports;

/// <summary>Writes reports of multi-label evaluation.</summary>
public static class MultiLabelReport
{
    /// <summary>
    /// Writes <c>index.html</c>, which needs no other file, and each picture as PNG and SVG. Files appear only when complete; when writing fails,
    /// those of an earlier report remain. The same data gives the same bytes on the same machine.
    /// </summary>
    /// <param name="directory">The directory; it is created when its parent exists.</param>
    /// <param name="report">What to show.</param>
    /// <param name="options">How much to show; null for the defaults.</param>
    /// <exception cref="ArgumentException">The report's measures have no curves, or the options show fewer than three labels.</exception>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public static void Write(string directory, MultiLabelReportData report, MultiLabelReportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(report);
        options ??= new MultiLabelReportOptions();
        Check(directory, options);
        if (!report.Metrics.Options.Curves)
            throw new ArgumentException("The measures have no curves; evaluate with MultiLabelMetricOptions.Curves.", nameof(report));
        ReportPicture[] pictures = Pictures(report, options);
        try
        {
            var files = new List<(string, byte[])>();
            foreach (ReportPicture picture in pictures)
            {
                files.Add(($"{picture.Name}.png", picture.Png()));
                files.Add(($"{picture.Name}.svg", Encoding.UTF8.GetBytes(picture.Svg)));
            }

            files.Add(("index.html", Encoding.UTF8.GetBytes(ReportPage.Create(report, options, pictures))));
            ReportDirectory.Write(directory, files);
        }
        finally
        {
            Array.ForEach(pictures, picture => picture.Dispose());
        }
    }

    /// <summary>Rejects options and directories with which no report can be written, before any work is done.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options">How much to show.</param>
    internal static void Check(string directory, MultiLabelReportOptions options)
    {
        if (options.LabelsShown < 3)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(MultiLabelReportOptions.LabelsShown)} is {options.LabelsShown}; expected at least 3."), nameof(options));
        }

        ReportDirectory.Check(directory);
    }

    /// <summary>Creates the pictures of a report; none is drawn yet.</summary>
    /// <param name="report">What to show.</param>
    /// <param name="options">How much to show.</param>
    internal static ReportPicture[] Pictures(MultiLabelReportData report, MultiLabelReportOptions options)
    {
        ReportPicture?[] pictures =
        [
            LabelBars.Create(report.Metrics, options.LabelsShown),
            Curves.PrecisionRecall(report),
            Curves.Roc(report),
            Lines.Reliability(report.Metrics),
            Lines.Thresholds(report.Sweep),
            ErrorMap.Create(report.Errors, [.. report.Metrics.PerLabel.Select(label => label.Name)]),
            Lines.Training(options.Training),
        ];
        return [.. pictures.OfType<ReportPicture>()];
    }
}
