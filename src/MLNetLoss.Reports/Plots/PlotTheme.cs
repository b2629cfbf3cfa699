using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;

namespace MLNetLoss.Reports.Plots;

/// <summary>The colours of pictures on a light or a dark page, and the one way to make and to write a plot.</summary>
internal sealed partial class PlotTheme
{
    // Families found on most machines; the first installed one is drawn with, and a picture that is opened elsewhere falls back in order.
    private static readonly string[] s_fonts = ["Noto Sans", "Open Sans", "DejaVu Sans", "Segoe UI", "Helvetica", "Arial", "Liberation Sans"];
    private static readonly string s_font = s_fonts.FirstOrDefault(SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Sans;

    // The colour-blind-safe palette of Okabe and Ito (2008), its yellow left out: it does not show on white.
    private static readonly string[] s_light = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#A06A00"];
    private static readonly string[] s_dark = ["#56B4E9", "#FF9E57", "#3DDBA8", "#E9A6CB", "#9AD0F5", "#F0C84B"];

    private PlotTheme(bool isDark)
    {
        IsDark = isDark;
        Ink = Color.FromHex(isDark ? "#D8DEE6" : "#26303B");
        Faint = Color.FromHex(isDark ? "#38424F" : "#DDE3EA");
        Paper = Color.FromHex(isDark ? "#171C23" : "#FFFFFF");
        Series = [.. (isDark ? s_dark : s_light).Select(hex => Color.FromHex(hex))];
    }

    /// <summary>Dark ink on white.</summary>
    public static PlotTheme Light { get; } = new(isDark: false);

    /// <summary>Light ink on a dark page.</summary>
    public static PlotTheme Dark { get; } = new(isDark: true);

    /// <summary>Whether the page is dark.</summary>
    public bool IsDark { get; }

    /// <summary>The colour of text and axes.</summary>
    public Color Ink { get; }

    /// <summary>The colour of grid lines.</summary>
    public Color Faint { get; }

    /// <summary>The colour behind everything.</summary>
    public Color Paper { get; }

    /// <summary>The colours of curves, in order.</summary>
    public IReadOnlyList<Color> Series { get; }

    /// <summary>An empty plot.</summary>
    /// <param name="x">What the horizontal axis shows.</param>
    /// <param name="y">What the vertical axis shows.</param>
    public Plot Create(string x, string y)
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

    /// <summary>Adds a curve.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="x">Horizontal places.</param>
    /// <param name="y">Vertical places.</param>
    /// <param name="series">Which colour.</param>
    /// <param name="name">Its name in the legend; null for none.</param>
    /// <param name="dashed">Whether it is dashed.</param>
    public void Curve(Plot plot, double[] x, double[] y, int series, string? name, bool dashed = false)
    {
        var line = plot.Add.ScatterLine(x, y, Series[series % Series.Count]);
        line.LineWidth = 2;
        if (dashed)
            line.LinePattern = LinePattern.Dashed;
        if (name is not null)
            line.LegendText = name;
    }

    /// <summary>Adds a faint dashed line, such as what chance would give.</summary>
    public void Reference(Plot plot, double fromX, double fromY, double toX, double toY)
    {
        var line = plot.Add.Line(fromX, fromY, toX, toY);
        line.LineColor = Ink.WithAlpha(0.5);
        line.LinePattern = LinePattern.Dashed;
        line.LineWidth = 1;
    }

    /// <summary>The plot as SVG.</summary>
    public static string Svg(Plot plot, int width, int height)
    {
        string svg = FontFamily().Replace(plot.GetSvgXml(width, height), "font-family=\"$1, Verdana, Helvetica, Arial, sans-serif\"");
        // Skia counts its clip paths through the whole process; counted per picture, the same picture is the same text.
        var places = new Dictionary<string, int>();
        return ClipPath().Replace(svg, match =>
        {
            places.TryAdd(match.Value, places.Count);
            return $"clip{places[match.Value]}";
        });
    }

    /// <summary>A name cut to what fits beside a plot.</summary>
    public static string Short(string name) => name.Length <= 30 ? name : $"{name[..29]}…";

    [GeneratedRegex("font-family=\"([^\"]+)\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex("(?<=id=\"|url\\(#)cl_[0-9a-f]+")]
    private static partial Regex ClipPath();
}
