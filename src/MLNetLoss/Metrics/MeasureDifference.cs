namespace MLNetLoss.Metrics;

/// <summary>A measure of two models on the same rows, and the interval of their difference.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="First">Its value for the first model.</param>
/// <param name="Second">Its value for the second model.</param>
/// <param name="Lower">The lower end of the interval of the difference, second minus first.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="StandardError">The standard deviation of the differences over the resamples.</param>
/// <param name="PValue">
/// Twice the smaller of the shares of resamples whose difference is at most 0 and at least 0, at most 1. One resample is added to each side, so
/// that it is never 0. NaN where the difference is, in every resample.
/// </param>
public readonly record struct MeasureDifference(
    MultiLabelMeasure Measure, double First, double Second, double Lower, double Upper, double StandardError, double PValue)
{
    /// <summary>Second minus first.</summary>
    public double Difference => Second - First;
}
