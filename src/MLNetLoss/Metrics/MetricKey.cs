using System.Globalization;

namespace MLNetLoss.Metrics;

/// <summary>Reads the number out of keys such as <c>precision_at_10</c> and <c>samples_f3</c>.</summary>
internal static class MetricKey
{
    /// <summary>Options under which rows are counted for the k or the beta of a key, and for no other.</summary>
    /// <param name="key">A measure's key.</param>
    public static MultiLabelMetricOptions OptionsFor(string key)
    {
        // A label's measures need no number of their own, and its name may look like one.
        if (key.Contains(':', StringComparison.Ordinal))
            return new() { TopK = [], Betas = [] };
        int at = key.LastIndexOf("_at_", StringComparison.Ordinal);
        if (at >= 0 && int.TryParse(key.AsSpan(at + 4), NumberStyles.None, CultureInfo.InvariantCulture, out int k))
            return new() { TopK = [k], Betas = [] };
        int f = key.LastIndexOf("_f", StringComparison.Ordinal);
        if (f >= 0 && double.TryParse(key.AsSpan(f + 2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double beta))
            return new() { TopK = [], Betas = [beta] };
        return new() { TopK = [], Betas = [] };
    }
}
