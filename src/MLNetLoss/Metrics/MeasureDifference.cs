namespace MLNetLoss.Metrics;

/// <summary>A measure of two models on the same rows, and how sure their difference is.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="First">Its value for the first model.</param>
/// <param name="Second">Its value for the second model.</param>
/// <param name="Lower">The lower end of the interval of the difference, second minus first.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="StandardError">The standard deviation of the resamples' differences.</param>
/// <param name="PValue">
/// Twice the smaller share of resamples whose difference is on one side of 0, ties counting on both and one resample added to each side
/// (so it is never 0), at most 1.
/// </param>
public readonly record struct MeasureDifference(
    MultiLabelMeasure Measure, double First, double Second, double Lower, double Upper, double StandardError, double PValue)
{
    /// <summary>Second minus first.</summary>
    public double Difference => Second - First;
}
