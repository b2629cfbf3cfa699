using System.Text.RegularExpressions;
using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>Pictures as text.</summary>
internal static partial class SvgText
{
    /// <summary>A plot as SVG.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static string Of(Plot plot, int width, int height)
    {
        string svg = FontFamily().Replace(plot.GetSvgXml(width, height), "font-family=\"$1, Verdana, Helvetica, Arial, sans-serif\"");
        // Skia numbers clip paths per process; numbered per picture, equal pictures are equal text.
        var places = new Dictionary<string, int>();
        return ClipPath().Replace(svg, match =>
        {
            places.TryAdd(match.Value, places.Count);
            return $"clip{places[match.Value]}";
        });
    }

    /// <summary>The same picture in the colours of a dark page.</summary>
    /// <param name="svg">The picture on white.</param>
    public static string OnDark(string svg) => Colour().Replace(svg, match => PlotTheme.OnDark.GetValueOrDefault(match.Value, match.Value));

    [GeneratedRegex("font-family=\"([^\"]+)\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex("(?<=id=\"|=\"url\\(#)cl_[0-9a-f]+")]
    private static partial Regex ClipPath();

    /// <summary>The value of a fill or a stroke; no text of a picture stands in such quotes.</summary>
    [GeneratedRegex("(?<= (?:fill|stroke)=\")[^\"]+(?=\")")]
    private static partial Regex Colour();
}
