namespace MLNetLoss.Sample.Learning;

/// <summary>A scored row: the columns of a model's output, as ML.NET hands them to a program.</summary>
internal class Prediction
{
    /// <summary>One logit a label.</summary>
    public float[] Score { get; set; } = [];

    /// <summary>One probability a label.</summary>
    public float[] Probability { get; set; } = [];

    /// <summary>Which labels are predicted.</summary>
    public bool[] PredictedLabel { get; set; } = [];
}
