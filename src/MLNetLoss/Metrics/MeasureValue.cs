namespace MLNetLoss.Metrics;

/// <summary>A measure and its value.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Value">Its value; may be NaN.</param>
public readonly record struct MeasureValue(MultiLabelMeasure Measure, double Value)
{
    /// <summary>The measure's key.</summary>
    public string Key => Measure.Key;

    /// <summary>Whether higher values are better.</summary>
    public bool HigherIsBetter => Measure.HigherIsBetter;
}
