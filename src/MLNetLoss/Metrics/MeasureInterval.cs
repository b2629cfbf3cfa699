namespace MLNetLoss.Metrics;

/// <summary>A measure with its confidence interval.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Value">Its value on the rows as they are.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="StandardError">The standard deviation over the resamples.</param>
public readonly record struct MeasureInterval(
    MultiLabelMeasure Measure, double Value, double Lower, double Upper, double StandardError);
