using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>
/// Weighted counts of true and false predictions of one label, or of all together, from which precision, recall and similar ratios are computed.
/// </summary>
/// <param name="TruePositives">Weight of the rows that have the label and are predicted to have it.</param>
/// <param name="FalsePositives">Weight of the rows predicted to have the label that do not.</param>
/// <param name="FalseNegatives">Weight of the rows that have the label and are not predicted to have it.</param>
/// <param name="TrueNegatives">Weight of the rows that neither have the label nor are predicted to.</param>
public readonly record struct ConfusionCounts(double TruePositives, double FalsePositives, double FalseNegatives, double TrueNegatives)
{
    /// <summary>Weight of all rows.</summary>
    public double Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>Weight of the rows that have the label.</summary>
    public double Support => TruePositives + FalseNegatives;

    /// <summary>Weight of the rows predicted to have the label.</summary>
    public double Predicted => TruePositives + FalsePositives;

    /// <summary>Adds counts.</summary>
    /// <param name="left">Some counts.</param>
    /// <param name="right">Other counts.</param>
    public static ConfusionCounts operator +(ConfusionCounts left, ConfusionCounts right) => new(
        left.TruePositives + right.TruePositives,
        left.FalsePositives + right.FalsePositives,
        left.FalseNegatives + right.FalseNegatives,
        left.TrueNegatives + right.TrueNegatives);

    /// <summary>The counts of one row, as scikit-learn's <c>multilabel_confusion_matrix</c> has them with <c>samplewise</c>.</summary>
    /// <param name="predicted">L predictions.</param>
    /// <param name="targets">L targets; a row has a label when its target is above one half. NaN is left out.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ConfusionCounts OfRow(ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets)
    {
        if (predicted.Length != targets.Length)
            throw new ArgumentException($"There are {predicted.Length} predictions and {targets.Length} targets; expected equally many.", nameof(predicted));
        int hits = 0, positives = 0, claimed = 0, present = 0;
        for (int label = 0; label < targets.Length; label++)
        {
            if (float.IsNaN(targets[label]))
                continue;
            bool positive = targets[label] > 0.5f;
            present++;
            positives += positive ? 1 : 0;
            claimed += predicted[label] ? 1 : 0;
            hits += positive && predicted[label] ? 1 : 0;
        }

        return new(hits, claimed - hits, positives - hits, present - claimed - positives + hits);
    }

    /// <summary>tp / (tp + fp).</summary>
    /// <param name="zero">The value of 0/0.</param>
    public double Precision(ZeroDivision zero) => Ratio(TruePositives, Predicted, zero);

    /// <summary>tp / (tp + fn); also called sensitivity.</summary>
    /// <param name="zero">The value of 0/0.</param>
    public double Recall(ZeroDivision zero) => Ratio(TruePositives, Support, zero);

    /// <summary>(1 + b²) tp / ((1 + b²) tp + b² fn + fp).</summary>
    /// <param name="beta">How many times recall matters as much as precision.</param>
    /// <param name="zero">The value of 0/0.</param>
    public double FBeta(double beta, ZeroDivision zero)
    {
        double square = RecallWeight.Of(beta);
        return Ratio((1 + square) * TruePositives, ((1 + square) * TruePositives) + (square * FalseNegatives) + FalsePositives, zero);
    }

    /// <summary>tp / (tp + fp + fn).</summary>
    /// <param name="zero">The value of 0/0.</param>
    public double Jaccard(ZeroDivision zero) => Ratio(TruePositives, TruePositives + FalsePositives + FalseNegatives, zero);

    /// <summary>tn / (tn + fp).</summary>
    /// <param name="zero">The value of 0/0.</param>
    public double Specificity(ZeroDivision zero) => Ratio(TrueNegatives, TrueNegatives + FalsePositives, zero);

    /// <summary>tn / (tn + fn).</summary>
    /// <param name="zero">The value of 0/0.</param>
    public double NegativePredictiveValue(ZeroDivision zero) => Ratio(TrueNegatives, TrueNegatives + FalseNegatives, zero);

    /// <summary>(tp + tn) / all.</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / Total;

    /// <summary>
    /// The mean of recall and specificity, or the one of them that is defined when the label has only one class, as in scikit-learn's
    /// <c>balanced_accuracy_score</c>.
    /// </summary>
    public double BalancedAccuracy
    {
        get
        {
            double recall = TruePositives / Support;
            double specificity = TrueNegatives / (TrueNegatives + FalsePositives);
            return double.IsNaN(recall) ? specificity : double.IsNaN(specificity) ? recall : (recall + specificity) / 2;
        }
    }

    /// <summary>
    /// The geometric mean of recall and specificity (Kubat and Matwin, 1997), 0 as soon as either is 0; NaN when the label has only one class.
    /// </summary>
    public double GeometricMean => Math.Sqrt(TruePositives / Support * (TrueNegatives / (TrueNegatives + FalsePositives)));

    /// <summary>Matthews correlation coefficient; 0 when prediction or truth is constant, as in scikit-learn.</summary>
    public double MatthewsCorrelation
    {
        get
        {
            double negatives = TrueNegatives + FalsePositives;
            double product = Math.Sqrt(Predicted) * Math.Sqrt(Support) * Math.Sqrt(negatives) * Math.Sqrt(TrueNegatives + FalseNegatives);
            return product == 0 ? 0 : ((TruePositives * TrueNegatives) - (FalsePositives * FalseNegatives)) / product;
        }
    }

    /// <summary>Cohen's kappa; NaN when prediction and truth are the same constant, as in scikit-learn.</summary>
    public double CohensKappa
    {
        get
        {
            double disagreementByChance = (Predicted * (TrueNegatives + FalsePositives)) + ((TrueNegatives + FalseNegatives) * Support);
            return 1 - ((FalsePositives + FalseNegatives) * Total / disagreementByChance);
        }
    }

    private double Ratio(double numerator, double denominator, ZeroDivision zero) => denominator != 0
        ? numerator / denominator
        : zero switch
        {
            ZeroDivision.Zero => 0,
            ZeroDivision.One => 1,
            ZeroDivision.OneWhenEmpty => TruePositives + FalsePositives + FalseNegatives == 0 ? 1 : 0,
            _ => double.NaN,
        };
}
