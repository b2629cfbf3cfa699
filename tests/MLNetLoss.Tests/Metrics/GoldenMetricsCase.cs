using System.Text.Json.Nodes;
using MLNetLoss.Metrics;

namespace MLNetLoss.Tests.Metrics;

/// <summary>One data set and its answers.</summary>
internal sealed class GoldenMetricsCase(JsonNode node)
{
    public string Name { get; } = node["name"]!.GetValue<string>();

    public int RowCount { get; } = (int)GoldenMetrics.Number(node["rows"]);

    public int LabelCount { get; } = (int)GoldenMetrics.Number(node["labels"]);

    public float[] Scores { get; } = GoldenMetrics.Singles(node["scores"]);

    public float[] Probabilities { get; } = GoldenMetrics.Singles(node["probabilities"]);

    public float[] Targets { get; } = GoldenMetrics.Singles(node["targets"]);

    public float[] Weights { get; } = GoldenMetrics.Singles(node["weights"]);

    public Dictionary<string, double> Values { get; } = node["values"]!.AsObject().ToDictionary(pair => pair.Key, pair => GoldenMetrics.Number(pair.Value));

    public JsonArray PerLabel { get; } = node["per_label"]!.AsArray();

    public JsonNode Statistics { get; } = node["statistics"]!;

    /// <summary>Of the first labels: what scikit-learn's calibration_curve gives; null where targets are soft or rows weighted.</summary>
    public JsonArray? Reliability { get; } = node["reliability"]?.AsArray();

    /// <summary>Of the first labels, where rows are weighted or targets missing: curves with every point.</summary>
    public JsonArray WeightedCurves { get; } = node["weighted_curves"]!.AsArray();

    /// <summary>scikit-learn's own mean average precisions, in which labels of one class count; null where targets are missing.</summary>
    public double? MacroAveragePrecisionOfAll { get; } = Optional(node["macro_average_precision_of_all"]);

    /// <inheritdoc cref="MacroAveragePrecisionOfAll"/>
    public double? WeightedAveragePrecisionOfAll { get; } = Optional(node["weighted_average_precision_of_all"]);

    public JsonArray? Curves { get; } = node["curves"]?.AsArray();

    public MultiLabelMetricOptions Options { get; } = new()
    {
        ZeroDivision = GoldenMetrics.Number(node["zero_division"]) == 1 ? ZeroDivision.One : ZeroDivision.Zero,
        RowZeroDivision = GoldenMetrics.Number(node["zero_division"]) == 1 ? ZeroDivision.One : ZeroDivision.Zero,
        InversePropensities = GoldenMetrics.Numbers(node["inverse_propensities"]),
        Curves = true,
    };

    public MultiLabelMetricsAccumulator Accumulate(MultiLabelMetricOptions? options = null)
    {
        var rows = new MultiLabelMetricsAccumulator(LabelCount, options ?? Options);
        Add(rows, 0, RowCount);
        return rows;
    }

    public void Add(MultiLabelMetricsAccumulator rows, int first, int end)
    {
        var cells = new Range(first * LabelCount, end * LabelCount);
        rows.AddRows(
            Scores.AsSpan(cells), Probabilities.Length == 0 ? default : Probabilities.AsSpan(cells), default, Targets.AsSpan(cells),
            Weights.Length == 0 ? default : Weights.AsSpan(first..end));
    }

    private static double? Optional(JsonNode? value) => value is null ? null : GoldenMetrics.Number(value);
}
