using System.Globalization;
using MLNetLoss.Metrics;
using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>F1 of labels as bars with intervals.</summary>
internal static class LabelBars
{
    /// <summary>Creates the picture.</summary>
    /// <param name="metrics">The measures.</param>
    /// <param name="shown">The most labels it shows.</param>
    public static ReportPicture Create(MultiLabelClassificationMetrics metrics, int shown)
    {
        LabelMetrics[] ordered = [.. metrics.PerLabel.OrderBy(label => label.F1).ThenBy(label => label.Support).ThenBy(label => label.Index)];
        LabelMetrics[] labels = ordered.Length <= shown ? ordered : Choose(ordered, shown);
        string which = labels.Length == ordered.Length
            ? ""
            : $" Of {ordered.Length} labels it shows the {shown / 3} hardest and the {shown / 3} easiest of those with positive rows, and the most frequent others.";
        return new ReportPicture(
            "labels", "Labels", $"Bars of F1 for {labels.Length} labels with 95 % intervals.",
            $"F1 of each label, hardest below; the line is its 95 % interval, long where a label is rare.{which}",
            90 + (24 * labels.Length), Draw(labels));
    }

    private static LabelMetrics[] Choose(LabelMetrics[] ordered, int shown)
    {
        LabelMetrics[] known = [.. ordered.Where(label => label.Support > 0)];
        int part = shown / 3;
        // Among labels with the same F1, frequent ones tell more.
        LabelMetrics[] frequent = [.. known.OrderByDescending(label => label.Support).ThenBy(label => label.Index)];
        HashSet<LabelMetrics> chosen = [.. frequent.OrderBy(label => label.F1).Take(part), .. frequent.OrderByDescending(label => label.F1).Take(part)];
        foreach (LabelMetrics label in frequent)
        {
            if (chosen.Count < shown)
                chosen.Add(label);
        }

        return [.. ordered.Where(chosen.Contains)];
    }

    private static Plot Draw(LabelMetrics[] labels)
    {
        Plot plot = PlotTheme.Create("F1", "");
        var bars = plot.Add.Bars(labels.Select((label, place) => new Bar
        {
            Position = place,
            Value = label.F1,
            FillColor = PlotTheme.Series[0],
            LineWidth = 0,
            Size = 0.7,
        }).ToArray());
        bars.Horizontal = true;
        for (int place = 0; place < labels.Length; place++)
        {
            (double lower, double upper) = LabelInterval.OfF1(labels[place].Counts);
            var line = plot.Add.Line(lower, place, upper, place);
            line.LineColor = PlotTheme.Ink;
            line.LineWidth = 2;
        }

        plot.Axes.Left.SetTicks(
            [.. Enumerable.Range(0, labels.Length).Select(place => (double)place)],
            [.. labels.Select(label => string.Create(CultureInfo.InvariantCulture, $"{PlotTheme.Short(label.Name)} ({label.Support:0.#})"))]);
        plot.Axes.Left.TickLabelStyle.FontName = PlotTheme.FontOf(labels.Select(label => label.Name));
        plot.Axes.Left.MajorTickStyle.Length = 0;
        PlotTheme.UnitTicks(plot.Axes.Bottom);
        plot.Axes.SetLimits(0, 1, -0.7, labels.Length - 0.3);
        return plot;
    }
}
