using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>A picture of a report.</summary>
/// <param name="Name">Its file name without ending.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Alternative">What it shows, for who cannot see it.</param>
/// <param name="Explanation">What it tells.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Draw">Draws it with a theme.</param>
internal sealed record ReportPicture(
    string Name, string Title, string Alternative, string Explanation, int Width, int Height, Func<PlotTheme, Plot> Draw)
{
    /// <summary>The picture as SVG.</summary>
    /// <param name="theme">Its colours.</param>
    public string Svg(PlotTheme theme)
    {
        using Plot plot = Draw(theme);
        return PlotTheme.Svg(plot, Width, Height);
    }

    /// <summary>The picture as PNG, on white.</summary>
    public byte[] Png()
    {
        using Plot plot = Draw(PlotTheme.Light);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }
}
