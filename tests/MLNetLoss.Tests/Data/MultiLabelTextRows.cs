using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Tests.Data;

/// <summary>Rows of a multi-label data view as lines of text, so that tests compare them at a glance: "1,4 | 0:1.5 7:-2".</summary>
internal static class MultiLabelTextRows
{
    public static string[] Load(string text, int? labels = null, int? features = null, bool zeroBasedLabels = false)
    {
        using var file = new TemporaryFile(text);
        return Read(new MLContext().Data.LoadFromMultiLabelTextFile(
            file.Path, numberOfLabels: labels, numberOfFeatures: features, zeroBasedLabels: zeroBasedLabels));
    }

    public static string[] Read(IDataView data)
    {
        var rows = new List<string>();
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> getLabels = cursor.GetGetter<VBuffer<float>>(data.Schema["Label"]);
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        VBuffer<float> labels = default;
        VBuffer<float> features = default;
        while (cursor.MoveNext())
        {
            getLabels(ref labels);
            getFeatures(ref features);
            rows.Add($"{string.Join(',', labels.Items().Where(i => i.Value == 1).Select(i => i.Key))} | {Text(features)}".Trim());
        }

        return [.. rows];
    }

    private static string Text(VBuffer<float> vector) =>
        string.Join(' ', vector.Items().Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Key}:{i.Value}")));
}
