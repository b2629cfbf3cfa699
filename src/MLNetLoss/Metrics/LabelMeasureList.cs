using System.Globalization;

namespace MLNetLoss.Metrics;

/// <summary>The measures of one label, by keys such as <c>f1:io</c>: a measure, a colon, and the label's name.</summary>
internal static class LabelMeasureList
{
    private static readonly Dictionary<string, (string Name, bool HigherIsBetter, Func<LabelMetrics, double> Value)> s_measures = new()
    {
        ["support"] = ("rows", true, label => label.Support),
        ["precision"] = ("precision", true, label => label.Precision),
        ["recall"] = ("recall", true, label => label.Recall),
        ["f1"] = ("F1", true, label => label.F1),
        ["jaccard"] = ("Jaccard", true, label => label.Jaccard),
        ["specificity"] = ("specificity", true, label => label.Specificity),
        ["npv"] = ("negative predictive value", true, label => label.NegativePredictiveValue),
        ["accuracy"] = ("accuracy", true, label => label.Accuracy),
        ["balanced_accuracy"] = ("balanced accuracy", true, label => label.BalancedAccuracy),
        ["gmean"] = ("geometric mean", true, label => label.GeometricMean),
        ["mcc"] = ("Matthews correlation", true, label => label.MatthewsCorrelation),
        ["kappa"] = ("kappa", true, label => label.CohensKappa),
        ["roc_auc"] = ("ROC AUC", true, label => label.RocAuc),
        ["average_precision"] = ("average precision", true, label => label.AveragePrecision),
        ["bce"] = ("binary cross-entropy", false, label => label.BinaryCrossEntropy),
        ["brier_score"] = ("Brier score", false, label => label.BrierScore),
        ["ece"] = ("calibration error", false, label => label.ExpectedCalibrationError),
    };

    /// <summary>The names of the measures.</summary>
    public static IReadOnlyCollection<string> Keys => s_measures.Keys;

    /// <summary>The measure of a key; null when it is not one of a label.</summary>
    /// <param name="key">The key.</param>
    public static MultiLabelMeasure? TryCreate(string key)
    {
        int colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return null;
        string family = key[..colon], label = key[(colon + 1)..];
        if (s_measures.TryGetValue(family, out (string Name, bool HigherIsBetter, Func<LabelMetrics, double> Value) measure))
            return Create(measure.Name, measure.HigherIsBetter, (_, one) => measure.Value(one));
        return family.StartsWith('f') && MeasureList.TryParseBeta(family.AsSpan(1), out double beta)
            ? Create(
                string.Create(CultureInfo.InvariantCulture, $"F{beta}"), higherIsBetter: true,
                (metrics, one) => one.FBeta(beta, metrics.Options.ZeroDivision))
            : null;

        MultiLabelMeasure Create(string name, bool higherIsBetter, Func<MultiLabelClassificationMetrics, LabelMetrics, double> value) =>
            new(key, $"{name} of {label}", higherIsBetter, metrics => value(metrics, Find(metrics, label))) { LabelName = label };
    }

    private static LabelMetrics Find(MultiLabelClassificationMetrics metrics, string name)
    {
        foreach (LabelMetrics label in metrics.PerLabel)
        {
            if (label.Name == name)
                return label;
        }

        throw new ArgumentException(
            $"There is no label '{name}'; there are {LabelNames.Quote([.. metrics.PerLabel.Select(label => label.Name)])}.", nameof(name));
    }
}
