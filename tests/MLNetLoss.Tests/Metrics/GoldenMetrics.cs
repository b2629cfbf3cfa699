using System.IO.Compression;
using System.Text.Json.Nodes;

namespace MLNetLoss.Tests.Metrics;

/// <summary>scikit-learn's answers, made by tests/golden/metrics.py.</summary>
internal static class GoldenMetrics
{
    private static readonly Lazy<GoldenMetricsCase[]> s_cases = new(Read);

    public static IReadOnlyList<GoldenMetricsCase> Cases => s_cases.Value;

    public static double Number(JsonNode? node) => node!.GetValueKind() == System.Text.Json.JsonValueKind.String
        ? node.GetValue<string>() switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity }
        : node.GetValue<double>();

    public static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(Number)];

    public static float[] Singles(JsonNode? node) => [.. node!.AsArray().Select(item => (float)Number(item))];

    private static GoldenMetricsCase[] Read()
    {
        using var file = new GZipStream(File.OpenRead(SharedData.InRepository("tests", "golden", "metrics.json.gz")), CompressionMode.Decompress);
        return [.. JsonNode.Parse(file)!["cases"]!.AsArray().Select(node => new GoldenMetricsCase(node!))];
    }
}
