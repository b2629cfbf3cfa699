using System.Globalization;
using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>A heat map of labels missed where others are predicted wrongly.</summary>
internal static class ErrorMap
{
    private const int MostLabels = 12;

    // Names of at most this many characters fit side by side.
    private const int LevelName = 5;

    /// <summary>Creates the picture; null when no row has both a missed and a wrongly predicted label.</summary>
    /// <param name="errors">The pairs.</param>
    /// <param name="names">The labels' names.</param>
    public static ReportPicture? Create(IReadOnlyList<ErrorPair> errors, IReadOnlyList<string> names)
    {
        int[] missed = Heaviest(errors, pair => pair.Missed), wrong = Heaviest(errors, pair => pair.False);
        if (missed.Length == 0)
            return null;
        var weights = errors.ToDictionary(pair => (pair.Missed, pair.False), pair => pair.Weight);
        var cells = new double[missed.Length, wrong.Length];
        for (int row = 0; row < missed.Length; row++)
        {
            for (int column = 0; column < wrong.Length; column++)
                cells[row, column] = weights.GetValueOrDefault((missed[row], wrong[column]));
        }

        int longest = wrong.Max(label => PlotTheme.Short(names[label]).Length);
        int side = longest <= LevelName ? 15 : 10 + (7 * longest);
        return new ReportPicture(
            "errors", "Errors that go together", $"A table of counts: {missed.Length} missed labels by {wrong.Length} labels predicted falsely in the same rows.",
            "In how many rows a label was missed (line) while another was predicted wrongly (column): large numbers are labels the model takes for one another.",
            90 + side + (28 * missed.Length), Draw(cells, missed, wrong, names, side));
    }

    private static int[] Heaviest(IReadOnlyList<ErrorPair> errors, Func<ErrorPair, int> label) =>
    [
        .. errors.GroupBy(label).OrderByDescending(group => group.Sum(pair => pair.Weight)).ThenBy(group => group.Key)
            .Take(MostLabels).Select(group => group.Key),
    ];

    private static Plot Draw(double[,] cells, int[] missed, int[] wrong, IReadOnlyList<string> names, int side)
    {
        Plot plot = PlotTheme.Create("predicted, but wrong", "missed");
        double most = cells.Cast<double>().Max();
        for (int row = 0; row < missed.Length; row++)
        {
            for (int column = 0; column < wrong.Length; column++)
            {
                double weight = cells[row, column];
                if (weight <= 0)
                    continue;
                double y = missed.Length - 1 - row, share = weight / most;
                var cell = plot.Add.Rectangle(column - 0.48, column + 0.48, y - 0.46, y + 0.46);
                cell.FillColor = PlotTheme.Series[0].WithAlpha(0.12 + (0.88 * share));
                cell.LineWidth = 0;
                var text = plot.Add.Text(weight.ToString("0.#", CultureInfo.InvariantCulture), column, y);
                text.LabelFontColor = share > 0.5 ? PlotTheme.Paper : PlotTheme.Ink;
                text.LabelAlignment = Alignment.MiddleCenter;
            }
        }

        plot.HideGrid();
        plot.Axes.Left.SetTicks(
            [.. missed.Select((_, row) => (double)(missed.Length - 1 - row))], [.. missed.Select(label => PlotTheme.Short(names[label]))]);
        plot.Axes.Bottom.SetTicks([.. wrong.Select((_, column) => (double)column)], [.. wrong.Select(label => PlotTheme.Short(names[label]))]);
        plot.Axes.Left.TickLabelStyle.FontName = PlotTheme.FontOf(missed.Select(label => names[label]));
        plot.Axes.Bottom.TickLabelStyle.FontName = PlotTheme.FontOf(wrong.Select(label => names[label]));
        if (wrong.Any(label => names[label].Length > LevelName))
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = 90;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleLeft;
        }

        plot.Axes.Bottom.MinimumSize = side + 30;
        plot.Axes.SetLimits(-0.5, wrong.Length - 0.5, -0.5, missed.Length - 0.5);
        return plot;
    }
}
