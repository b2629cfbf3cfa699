using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>The text format written down once more, as plainly as can be and with nothing in common with the loader.</summary>
internal static partial class MultiLabelTextReference
{
    /// <summary>The rows of a file as <see cref="MultiLabelTextLines"/> writes them; null when it breaks the format.</summary>
    public static string[]? Parse(byte[] bytes, int? labels, int? features, bool zeroBasedLabels)
    {
        string text = Encoding.Latin1.GetString(bytes);
        string[] lines = [.. (text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? text[3..] : text).Split('\n')
            .Select(line => line.EndsWith('\r') ? line[..^1] : line)];
        int most = Math.Max(1 << 20, bytes.Length);
        Match header = Header().Match(lines[0]);
        BigInteger rowCount = header.Success ? Number(header.Groups[1]) : 0;
        BigInteger featureCount = header.Success ? Number(header.Groups[2]) : features ?? most;
        BigInteger labelCount = header.Success ? Number(header.Groups[3]) : labels ?? most;
        if (header.Success && (rowCount < 1 || rowCount > bytes.Length || featureCount < 1 || featureCount > most || labelCount < 1 || labelCount > most))
            return null;
        int firstLabel = header.Success || zeroBasedLabels ? 0 : 1;
        int firstFeature = header.Success ? 0 : 1;
        var rows = new List<string>();
        bool anyLabel = false;
        bool anyFeature = false;
        foreach (string line in lines.Skip(header.Success ? 1 : 0).Where(line => line.Length > 0))
        {
            Match row = Row().Match(line);
            if (!row.Success)
                return null;
            BigInteger[] labelSet = [.. row.Groups["label"].Captures.Select(label => Number(label) - firstLabel).Order()];
            (BigInteger Index, float Value)[] items = [.. row.Groups["index"].Captures
                .Zip(row.Groups["value"].Captures, (index, value) => (Number(index) - firstFeature, float.Parse(value.Value, CultureInfo.InvariantCulture)))
                .OrderBy(item => item.Item1)];
            if (!Fits(labelSet, labelCount) || !Fits([.. items.Select(item => item.Index)], featureCount) || items.Any(item => !float.IsFinite(item.Value)))
                return null;
            anyLabel |= labelSet.Length > 0;
            anyFeature |= items.Length > 0;
            string features_ = string.Join(' ', items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Index}:{item.Value}")));
            rows.Add($"{string.Join(',', labelSet)} | {features_}".Trim());
        }

        bool sizesKnown = header.Success || ((anyLabel || labels is not null) && (anyFeature || features is not null));
        return rows.Count > 0 && sizesKnown && (!header.Success || rows.Count == rowCount) ? [.. rows] : null;
    }

    private static bool Fits(BigInteger[] ascending, BigInteger count) =>
        ascending.All(index => index >= 0 && index < count) && ascending.Distinct().Count() == ascending.Length;

    private static BigInteger Number(Capture digits) => BigInteger.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[ \t]*([0-9]+)[ \t]+([0-9]+)[ \t]+([0-9]+)[ \t]*\z")]
    private static partial Regex Header();

    [GeneratedRegex(@"^(?:(?<label>[0-9]+)(?:,(?<label>[0-9]+))*|(?=[ \t]))(?:[ \t]+(?<index>[0-9]+):(?<value>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?))*[ \t]*\z")]
    private static partial Regex Row();
}
