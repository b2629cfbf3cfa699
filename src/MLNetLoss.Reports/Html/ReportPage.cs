using System.Globalization;
using System.Net;
using System.Text;
using MLNetLoss.Metrics;
using MLNetLoss.Reports.Plots;

namespace MLNetLoss.Reports.Html;

/// <summary>The page: everything inline, so that it can be mailed or kept as one file.</summary>
internal static class ReportPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">What is shown.</param>
    /// <param name="options">Heading and description.</param>
    /// <param name="pictures">The pictures.</param>
    public static string Create(MultiLabelReportData report, MultiLabelReportOptions options, IReadOnlyList<ReportPicture> pictures)
    {
        MultiLabelClassificationMetrics metrics = report.Metrics;
        var page = new StringBuilder();
        page.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>{Text(options.Title)}</title>
            <style>
            {Resource("report.css")}</style>
            </head>
            <body>
            <header>
            <h1>{Text(options.Title)}</h1>

            """);
        if (options.Description is not null)
            page.Append(CultureInfo.InvariantCulture, $"<p>{Text(options.Description)}</p>\n");
        page.Append(CultureInfo.InvariantCulture,
            $"<p class=\"dim\">{metrics.RowCount:N0} rows, {metrics.LabelCount:N0} labels, {metrics.Statistics.Cardinality:0.##} labels a row.</p>\n");
        page.Append("<nav aria-label=\"Sections\"><a href=\"#measures\">Measures</a>");
        foreach (ReportPicture picture in pictures)
            page.Append($" <a href=\"#{picture.Name}\">{Text(picture.Title)}</a>");
        page.Append(" <a href=\"#table\">All labels</a></nav>\n</header>\n<main>\n");
        WriteMeasures(page, report, options);
        foreach (ReportPicture picture in pictures)
            Write(page, picture);
        WriteLabels(page, metrics);
        page.Append($"</main>\n<script>\n{Resource("report.js")}</script>\n</body>\n</html>\n");
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void WriteMeasures(StringBuilder page, MultiLabelReportData report, MultiLabelReportOptions options)
    {
        page.Append(CultureInfo.InvariantCulture, $"""
            <section id="measures"><h2>Measures</h2>
            <div class="scroll"><table>
            <caption><span>With {100 * options.Bootstrap.ConfidenceLevel:0.#} % intervals from {options.Bootstrap.Replicates} bootstrap resamples of the rows</span></caption>
            <thead><tr><th scope="col">measure</th><th scope="col">value</th><th scope="col">from</th><th scope="col">to</th><th scope="col">better</th></tr></thead>
            <tbody>

            """);
        foreach (MeasureInterval interval in report.Intervals)
        {
            page.Append(
                $"<tr><th scope=\"row\">{Text(interval.Measure.Name)}</th><td>{Number(interval.Value)}</td><td>{Number(interval.Lower)}</td><td>{Number(interval.Upper)}</td><td>{(interval.Measure.HigherIsBetter ? "higher" : "lower")}</td></tr>\n");
        }

        page.Append("</tbody></table></div></section>\n");
    }

    private static void Write(StringBuilder page, ReportPicture picture) => page.Append($"""
        <section id="{picture.Name}"><h2>{Text(picture.Title)}</h2>
        <p>{Text(picture.Explanation)}</p>
        <figure><picture><source media="(prefers-color-scheme: dark)" srcset="{Data(SvgText.OnDark(picture.Svg))}"><img width="{ReportPicture.Width}" height="{picture.Height}" alt="{Text(picture.Alternative)}" src="{Data(picture.Svg)}"></picture></figure></section>

        """);

    private static void WriteLabels(StringBuilder page, MultiLabelClassificationMetrics metrics)
    {
        int longest = Math.Clamp(metrics.PerLabel.Max(label => label.Name.Length), 8, 36);
        page.Append(CultureInfo.InvariantCulture, $"""
            <section id="table"><h2>All labels</h2>
            <div class="scroll"><table class="sortable" style="--names:{longest}ch">
            <caption><span>Click a heading to sort; a dash is a value that is not defined</span></caption>
            <thead><tr>
            """);
        foreach (string head in (string[])["label", "rows", "predicted", "precision", "recall", "F1", "from", "to", "average precision", "ROC AUC", "log loss", "calibration error"])
            page.Append($"<th scope=\"col\">{head}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (LabelMetrics label in metrics.PerLabel)
        {
            (double lower, double upper) = LabelInterval.OfF1(label.Counts);
            page.Append(CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{Text(label.Name)}</th><td>{label.Support:N0}</td><td>{label.Counts.Predicted:N0}</td>");
            foreach (double value in (double[])[label.Precision, label.Recall, label.F1, lower, upper, label.AveragePrecision, label.RocAuc, label.BinaryCrossEntropy, label.ExpectedCalibrationError])
                page.Append($"<td>{Number(value)}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div></section>\n");
    }

    private static string Data(string svg) => $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}";

    // Control characters are not allowed in HTML, not even escaped.
    private static string Text(string text) => WebUtility.HtmlEncode(
        string.Concat(text.Select(character => char.IsControl(character) && character is not ('\t' or '\n' or '\r') ? '\uFFFD' : character)));

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
