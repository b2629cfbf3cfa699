using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>A picture of a report.</summary>
internal sealed class ReportPicture : IDisposable
{
    private readonly Plot _plot;
    private readonly Lazy<string> _svg;

    /// <summary>Makes a picture; it is drawn when it is asked for.</summary>
    /// <param name="name">Its file name without ending.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="alternative">What it shows, for who cannot see it.</param>
    /// <param name="explanation">What it tells.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="plot">What is drawn; it is disposed of with the picture.</param>
    public ReportPicture(string name, string title, string alternative, string explanation, int width, int height, Plot plot)
    {
        Name = name;
        Title = title;
        Alternative = alternative;
        Explanation = explanation;
        Width = width;
        Height = height;
        _plot = plot;
        _svg = new Lazy<string>(() => SvgText.Of(plot, width, height));
    }

    /// <summary>Its file name without ending.</summary>
    public string Name { get; }

    /// <summary>Its heading.</summary>
    public string Title { get; }

    /// <summary>What it shows, for who cannot see it.</summary>
    public string Alternative { get; }

    /// <summary>What it tells.</summary>
    public string Explanation { get; }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>The picture on white; drawn once.</summary>
    public string Svg => _svg.Value;

    /// <summary>The picture on white, in pixels, which takes several times as long to draw.</summary>
    public byte[] Png() => _plot.GetImageBytes(Width, Height, ImageFormat.Png);

    /// <inheritdoc/>
    public void Dispose() => _plot.Dispose();
}
