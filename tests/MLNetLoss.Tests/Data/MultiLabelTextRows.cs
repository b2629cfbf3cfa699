using Microsoft.ML;
using MLNetLoss.Fuzz.Targets;

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

    public static string[] Read(IDataView data) => MultiLabelTextLines.Read(data);
}
