namespace MLNetLoss.Benchmarks.Soak;

internal sealed class SoakPrediction
{
    public float[] Score { get; set; } = [];

    public string[] PredictedTags { get; set; } = [];
}
