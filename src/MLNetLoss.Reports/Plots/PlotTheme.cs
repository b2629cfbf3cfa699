using System.Globalization;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace MLNetLoss.Reports.Plots;

/// <summary>The colours of pictures, and how plots are made.</summary>
internal static class PlotTheme
{
    private const string LightInk = "#26303B";
    private const string LightFaint = "#DDE3EA";

    // Families found on most machines; the first that is installed is used.
    private static readonly string[] s_fonts = ["Noto Sans", "Open Sans", "DejaVu Sans", "Segoe UI", "Helvetica", "Arial", "Liberation Sans"];
    private static readonly string s_font = s_fonts.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Sans;

    // The colour-blind-safe palette of Okabe and Ito (2008), its yellow left out: it does not show on white.
    private static readonly string[] s_light = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#A06A00"];
    private static readonly string[] s_dark = ["#56B4E9", "#FF9E57", "#3DDBA8", "#E9A6CB", "#9AD0F5", "#F0C84B"];

    /// <summary>For each colour of a picture on white, as written in SVG, the one that replaces it on a dark page.</summary>
    public static IReadOnlyDictionary<string, string> OnDark { get; } = new Dictionary<string, string>(s_light.Zip(s_dark, KeyValuePair.Create))
    {
        [LightInk] = "#D8DEE6",
        [LightFaint] = "#38424F",
        ["white"] = "#171C23",
    };

    /// <summary>The colour of text and axes.</summary>
    public static Color Ink { get; } = Color.FromHex(LightInk);

    /// <summary>The colour of grid lines.</summary>
    public static Color Faint { get; } = Color.FromHex(LightFaint);

    /// <summary>The colour behind everything.</summary>
    public static Color Paper { get; } = Colors.White;

    /// <summary>The colours of curves, in order.</summary>
    public static IReadOnlyList<Color> Series { get; } = [.. s_light.Select(hex => Color.FromHex(hex))];

    /// <summary>An empty plot.</summary>
    /// <param name="x">What the horizontal axis shows.</param>
    /// <param name="y">What the vertical axis shows.</param>
    public static Plot Create(string x, string y)
    {
        var plot = new Plot();
        plot.Font.Set(s_font);
        plot.FigureBackground.Color = Paper;
        plot.DataBackground.Color = Paper;
        plot.Axes.Color(Ink);
        plot.Grid.MajorLineColor = Faint;
        plot.XLabel(x);
        plot.YLabel(y);
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
            axis.Label.Bold = false;
        plot.Legend.BackgroundColor = Paper.WithAlpha(0.85);
        plot.Legend.FontColor = Ink;
        plot.Legend.OutlineColor = Faint;
        plot.Legend.ShadowColor = Colors.Transparent;
        return plot;
    }

    /// <summary>An empty plot of shares: both axes from 0 to 1.</summary>
    /// <param name="x">What the horizontal axis shows.</param>
    /// <param name="y">What the vertical axis shows.</param>
    public static Plot CreateUnit(string x, string y)
    {
        Plot plot = Create(x, y);
        UnitTicks(plot.Axes.Bottom);
        UnitTicks(plot.Axes.Left);

        // A curve along an edge keeps its whole width.
        plot.Axes.SetLimits(-0.005, 1.005, -0.005, 1.015);
        return plot;
    }

    /// <summary>Marks every tenth from 0 to 1.</summary>
    /// <param name="axis">The axis.</param>
    public static void UnitTicks(IAxis axis)
    {
        double[] places = [.. Enumerable.Range(0, 11).Select(tenth => tenth / 10.0)];
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            places, [.. places.Select(place => place.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>Marks round numbers.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="whole">Whether only whole numbers are marked.</param>
    public static void NumberTicks(IAxis axis, bool whole) => axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        IntegerTicksOnly = whole,
        // What ScottPlot writes depends on the culture, and above 1000 it lacks the fraction, so that neighbours read the same.
        LabelFormatter = place => (Math.Round(place, 10) + 0.0).ToString("#,0.##########", CultureInfo.InvariantCulture),
    };

    /// <summary>Adds a curve.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="points">Its points, in order.</param>
    /// <param name="series">Which colour.</param>
    /// <param name="name">Its name in the legend; null for none.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="dashed">Whether it is dashed.</param>
    public static void Curve(
        Plot plot, IReadOnlyList<(double X, double Y)> points, int series, string? name, float width = 2, bool dashed = false)
    {
        var line = plot.Add.ScatterLine(
            points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray(), Series[series % Series.Count]);
        line.LineWidth = width;
        if (dashed)
            line.LinePattern = LinePattern.Dashed;
        if (name is not null)
            line.LegendText = name;
    }

    /// <summary>Adds a faint dashed line from corner to corner, such as what chance would give.</summary>
    /// <param name="plot">The plot.</param>
    public static void Diagonal(Plot plot)
    {
        var line = plot.Add.Line(0, 0, 1, 1);
        line.LineColor = Ink.WithAlpha(0.5);
        line.LinePattern = LinePattern.Dashed;
        line.LineWidth = 1;
    }

    /// <summary>Chooses a font for names: the usual one, or one that has the first character that the usual one lacks.</summary>
    /// <param name="names">The names.</param>
    public static string FontOf(IEnumerable<string> names)
    {
        using SKTypeface usual = SKTypeface.FromFamilyName(s_font);
        foreach (Rune character in names.SelectMany(OneLine))
        {
            if (usual.ContainsGlyph(character.Value))
                continue;
            using SKTypeface? other = SKFontManager.Default.MatchCharacter(character.Value);
            if (other is not null)
                return other.FamilyName;
        }

        return s_font;
    }

    /// <summary>
    /// A name on one line, shortened to what fits beside a plot. The middle is left out, as labels of one family differ at the end.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="length">The most characters.</param>
    public static string Short(string name, int length = 30)
    {
        Rune[] runes = [.. OneLine(name)];
        return runes.Length <= length ? string.Concat(runes) : $"{string.Concat(runes[..((length / 2) + 1)])}…{string.Concat(runes[^((length / 2) - 2)..])}";
    }

    // Whole characters only: text with half of a surrogate pair is not drawn at all.
    private static IEnumerable<Rune> OneLine(string name) => name.EnumerateRunes().Select(
        character => Rune.IsControl(character) || character.Value is '\u2028' or '\u2029' ? new Rune(' ') : character);
}
