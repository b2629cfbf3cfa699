namespace MLNetLoss.Sample.Demo;

/// <summary>What the demo's model says of a text: the columns a prediction engine reads from its output.</summary>
internal sealed class TaggedPrediction
{
    /// <summary>One probability an exception.</summary>
    public float[] Probability { get; set; } = [];

    /// <summary>The exceptions that are predicted, by name.</summary>
    public string[] PredictedTags { get; set; } = [];
}
