namespace MLNetLoss.Sample.Learning;

/// <summary>A scored row of labelled data.</summary>
internal sealed class LabelledPrediction : Prediction
{
    /// <summary>One target a label, 0 or 1.</summary>
    public float[] Label { get; set; } = [];
}
