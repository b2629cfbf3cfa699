using ScottPlot;

namespace MLNetLoss.Reports.Plots;

/// <summary>A picture of a report.</summary>
internal sealed class ReportPicture : IDisposable
{
    /// <summary>The width of every picture in pixels.</summary>
    public const int Width = 760;

    private readonly Plot _plot;
    private readonly Lazy<string> _svg;

    /// <summary>Creates a picture; it is drawn when first needed.</summary>
    /// <param name="name">Its file name without ending.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="alternative">What it shows, as alternative text.</param>
    /// <param name="explanation">How to read it.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="plot">The plot; it is disposed with the picture.</param>
    public ReportPicture(string name, string title, string alternative, string explanation, int height, Plot plot)
    {
        Name = name;
        Title = title;
        Alternative = alternative;
        Explanation = explanation;
        Height = height;
        _plot = plot;
        _svg = new Lazy<string>(() => SvgText.Of(plot, Width, height));
    }

    /// <summary>Its file name without ending.</summary>
    public string Name { get; }

    /// <summary>Its heading.</summary>
    public string Title { get; }

    /// <summary>What it shows, as alternative text.</summary>
    public string Alternative { get; }

    /// <summary>How to read it.</summary>
    public string Explanation { get; }

    /// <summary>Its height in pixels.</summary>
    public int Height { get; }

    /// <summary>The picture on white; drawn once.</summary>
    public string Svg => _svg.Value;

    /// <summary>The picture on white as PNG, which takes several times as long to draw.</summary>
    public byte[] Png() => _plot.GetImageBytes(Width, Height, ImageFormat.Png);

    /// <inheritdoc/>
    public void Dispose() => _plot.Dispose();
}
