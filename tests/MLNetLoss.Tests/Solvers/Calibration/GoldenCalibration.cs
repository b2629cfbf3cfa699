using System.IO.Compression;
using System.Text.Json.Nodes;
using MLNetLoss.Tests.Metrics;

namespace MLNetLoss.Tests.Solvers.Calibration;

/// <summary>scikit-learn's answers, made by tests/golden/calibration.py.</summary>
internal sealed class GoldenCalibration(JsonNode node)
{
    private static readonly Lazy<GoldenCalibration[]> s_cases = new(Read);

    public static IReadOnlyList<GoldenCalibration> Cases => s_cases.Value;

    public string Name { get; } = node["name"]!.GetValue<string>();

    public float[] Scores { get; } = GoldenMetrics.Singles(node["scores"]);

    public float[] Targets { get; } = GoldenMetrics.Singles(node["targets"]);

    public float[] Weights { get; } = GoldenMetrics.Singles(node["weights"]);

    public float[] Asked { get; } = GoldenMetrics.Singles(node["asked"]);

    public double[] Isotonic { get; } = GoldenMetrics.Numbers(node["isotonic"]);

    public float[] CornerScores { get; } = GoldenMetrics.Singles(node["corner_scores"]);

    public double[] CornerProbabilities { get; } = GoldenMetrics.Numbers(node["corner_probabilities"]);

    /// <summary>Slope and offset in forty digits; null where one class or one score leaves the slope open.</summary>
    public double[]? Platt { get; } = node["platt"] is { } exact ? GoldenMetrics.Numbers(exact) : null;

    public double[] ScikitLearnPlatt { get; } = GoldenMetrics.Numbers(node["sklearn_platt"]);

    public double[] ScikitLearnProbabilities { get; } = GoldenMetrics.Numbers(node["sklearn_platt_probabilities"]);

    private static GoldenCalibration[] Read()
    {
        using var file = new GZipStream(
            File.OpenRead(SharedData.InRepository("tests", "golden", "calibration.json.gz")), CompressionMode.Decompress);
        return [.. JsonNode.Parse(file)!["cases"]!.AsArray().Select(node => new GoldenCalibration(node!))];
    }
}
