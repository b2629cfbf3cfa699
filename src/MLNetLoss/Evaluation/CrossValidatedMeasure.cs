using MLNetLoss.Metrics;

namespace MLNetLoss.Evaluation;

/// <summary>
/// A measure over the folds of a cross-validation. Left out are folds where it is NaN and, for a measure of one label, folds whose model does not
/// know the label, as happens when the pipeline makes the labels and all rows that have it are held out.
/// </summary>
/// <param name="Measure">The measure.</param>
/// <param name="Mean">Its mean over the folds; NaN when no fold has a value.</param>
/// <param name="StandardDeviation">Its standard deviation over the folds, n - 1 in the denominator; NaN for fewer than two folds.</param>
/// <param name="FoldCount">Number of folds that have a value.</param>
public readonly record struct CrossValidatedMeasure(MultiLabelMeasure Measure, double Mean, double StandardDeviation, int FoldCount)
{
    /// <summary>The measure's key.</summary>
    public string Key => Measure.Key;

    internal static CrossValidatedMeasure Of(MultiLabelMeasure measure, IReadOnlyCollection<MultiLabelClassificationMetrics> folds)
    {
        MultiLabelClassificationMetrics[] known = [.. folds.Where(fold => Knows(fold, measure.LabelName))];
        if (known.Length == 0)
        {
            string[] labels = [.. folds.SelectMany(fold => fold.PerLabel).Select(label => label.Name).Distinct()];
            throw new ArgumentException($"No fold has a label '{measure.LabelName}'; there are {LabelNames.Quote(labels)}.");
        }

        double[] values = [.. known.Select(measure.Of).Where(value => !double.IsNaN(value))];
        double mean = values.Length == 0 ? double.NaN : values.Average();
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return new(measure, mean, values.Length < 2 ? double.NaN : deviation, values.Length);
    }

    private static bool Knows(MultiLabelClassificationMetrics fold, string? label) =>
        label is null || fold.PerLabel.Any(one => one.Name == label);
}
