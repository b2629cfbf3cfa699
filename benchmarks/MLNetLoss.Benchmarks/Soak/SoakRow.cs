using Microsoft.ML.Data;

namespace MLNetLoss.Benchmarks.Soak;

internal sealed class SoakRow
{
    private const int FeatureCount = 30;
    private const int Labels = 8;

    [VectorType(FeatureCount)]
    public float[] Features { get; set; } = [];

    public string Tags { get; set; } = "";

    public static SoakRow[] Make(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] features = [.. Enumerable.Range(0, FeatureCount).Select(_ => (2 * random.NextSingle()) - 1)];
            return new SoakRow
            {
                Features = features,
                Tags = string.Join(';', Enumerable.Range(0, Labels).Where(label => features[label] > features[label + 1]).Select(label => $"tag{label}")),
            };
        })];
    }
}
