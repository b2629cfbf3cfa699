using Microsoft.ML.Data;

namespace MLNetLoss.Benchmarks.Serving;

/// <summary>Texts of made words, each word a feature, and the label that the peer's trainers ask for.</summary>
internal sealed class EngineRow
{
    public string Text { get; set; } = "";

    public bool Label { get; set; }

    /// <summary>Texts that together hold every word once.</summary>
    public static EngineRow[] Vocabulary(int words, int wordsPerText) =>
    [
        .. Enumerable.Range(0, words).Select(Word).Chunk(wordsPerText)
            .Select((chunk, i) => new EngineRow { Text = string.Join(' ', chunk), Label = i % 2 == 0 }),
    ];

    /// <summary>Texts of words drawn at random.</summary>
    public static EngineRow[] Draw(int count, int words, int wordsPerText)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new EngineRow
            {
                Text = string.Join(' ', Enumerable.Range(0, wordsPerText).Select(_ => Word(random.Next(words)))),
            }),
        ];
    }

    private static string Word(int i) => $"w{i:x5}";
}

/// <summary>What the featurizer alone makes of a row.</summary>
internal sealed class FeaturizedRow
{
    public VBuffer<float> Features { get; set; }
}

/// <summary>What our model makes of a row.</summary>
internal sealed class ScoredRow
{
    public float[] Score { get; set; } = [];

    public float[] Probability { get; set; } = [];

    public bool[] PredictedLabel { get; set; } = [];

    public string[] PredictedTags { get; set; } = [];
}

/// <summary>What the peer's last model makes of a row; the others are computed with <see cref="All"/>.</summary>
internal sealed class PeerRow
{
    [VectorType]
    public float[] All { get; set; } = [];
}
