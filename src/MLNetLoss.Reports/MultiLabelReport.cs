using System.Text;
using MLNetLoss.Reports.Html;
using MLNetLoss.Reports.Plots;

namespace MLNetLoss.Reports;

/// <summary>Writes reports of multi-label evaluation.</summary>
public static class MultiLabelReport
{
    /// <summary>
    /// Writes <c>index.html</c>, which needs no other file, and each picture as PNG and SVG. The files are whole when they appear; when
    /// writing fails, those of an earlier report stay. The same data give the same bytes on the same machine.
    /// </summary>
    /// <param name="directory">Where to; it is made when its parent exists.</param>
    /// <param name="report">What to show.</param>
    /// <param name="options">How much of it; null for the defaults.</param>
    /// <exception cref="ArgumentException">The report's measures have no curves, or fewer than three labels shall be shown.</exception>
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

    /// <summary>Refuses what no report can be written by, before there is one.</summary>
    /// <param name="directory">Where to.</param>
    /// <param name="options">How much of it.</param>
    internal static void Check(string directory, MultiLabelReportOptions options)
    {
        if (options.LabelsShown < 3)
            throw new ArgumentException($"{nameof(MultiLabelReportOptions.LabelsShown)} is {options.LabelsShown}; expected at least 3.", nameof(options));
        ReportDirectory.Check(directory);
    }

    /// <summary>The pictures of a report, none of them drawn yet.</summary>
    /// <param name="report">What to show.</param>
    /// <param name="options">How much of it.</param>
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
