using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Fuzz.Targets;

/// <summary>Rows of a multi-label data view as lines of text, as the plain reading of the format gives them: "1,4 | 0:1.5 7:-2".</summary>
internal static class MultiLabelTextLines
{
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
