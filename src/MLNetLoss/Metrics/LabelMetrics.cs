namespace MLNetLoss.Metrics;

/// <summary>The measures of one label.</summary>
public sealed class LabelMetrics
{
    internal LabelMetrics(IMetricSums rows, int label)
    {
        ZeroDivision zero = rows.Options.ZeroDivision;
        Index = label;
        Name = rows.LabelNames.Count > 0 ? rows.LabelNames[label] : $"{label}";
        Counts = rows.Counts(label);
        Precision = Counts.Precision(zero);
        Recall = Counts.Recall(zero);
        F1 = Counts.FBeta(1, zero);
        Jaccard = Counts.Jaccard(zero);
        Specificity = Counts.Specificity(zero);
        NegativePredictiveValue = Counts.NegativePredictiveValue(zero);
        BinaryCrossEntropy = rows.CrossEntropy(label) / Counts.Total;
        BrierScore = rows.Squares(label) / Counts.Total;
        ReliabilityBins = rows.Parts.HasFlag(MeasureParts.Losses) ? rows.Bins(label) : [];
        if (!rows.Parts.HasFlag(MeasureParts.Areas))
            return;
        var areas = default(AreaVisitor);
        rows.Visit(label, ref areas);
        HasBothClasses = areas.HasBothClasses;
        RocAuc = HasBothClasses ? areas.RocAuc : double.NaN;
        RocAucUncertainty = rows.Options.ScoreBits > 0 && HasBothClasses ? areas.RocAucUncertainty : 0;
        AveragePrecision = areas.AveragePrecision;
        if (rows.Options.Curves)
        {
            var curves = new CurveVisitor();
            rows.Visit(label, ref curves);
            RocCurve = curves.Roc();
            PrecisionRecallCurve = curves.PrecisionRecall();
        }
    }

    /// <summary>The label's index, from 0.</summary>
    public int Index { get; }

    /// <summary>The label's name; its index when it has none.</summary>
    public string Name { get; }

    /// <summary>Counts of true and false positives and negatives.</summary>
    public ConfusionCounts Counts { get; }

    /// <summary>Weight of the rows that have the label; their number when rows weigh 1.</summary>
    public double Support => Counts.Support;

    /// <summary>Share of the rows predicted to have the label that have it.</summary>
    public double Precision { get; }

    /// <summary>Share of the rows that have the label that are predicted to have it.</summary>
    public double Recall { get; }

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 { get; }

    /// <summary>Rows both predicted and true, over rows predicted or true.</summary>
    public double Jaccard { get; }

    /// <summary>Share of the rows without the label that are not predicted to have it.</summary>
    public double Specificity { get; }

    /// <summary>Share of the rows not predicted to have the label that do not have it.</summary>
    public double NegativePredictiveValue { get; }

    /// <summary>Share of rows predicted correctly.</summary>
    public double Accuracy => Counts.Accuracy;

    /// <summary>The mean of recall and specificity; for one class, the one of them that is defined.</summary>
    public double BalancedAccuracy => Counts.BalancedAccuracy;

    /// <summary>The geometric mean of recall and specificity; NaN for one class.</summary>
    public double GeometricMean => Counts.GeometricMean;

    /// <summary>Matthews correlation coefficient.</summary>
    public double MatthewsCorrelation => Counts.MatthewsCorrelation;

    /// <summary>Cohen's kappa; NaN when prediction and truth are the same constant.</summary>
    public double CohensKappa => Counts.CohensKappa;

    /// <summary>Whether some rows have the label and some do not.</summary>
    public bool HasBothClasses { get; }

    /// <summary>Area under the ROC curve; NaN for one class.</summary>
    public double RocAuc { get; }

    /// <summary>How far <see cref="RocAuc"/> can be off because scores were binned; 0 when all were kept.</summary>
    public double RocAucUncertainty { get; }

    /// <summary>Average precision; 0 when no row has the label.</summary>
    public double AveragePrecision { get; }

    /// <summary>Mean binary cross-entropy, natural logarithm.</summary>
    public double BinaryCrossEntropy { get; }

    /// <summary>Mean squared error of the probabilities.</summary>
    public double BrierScore { get; }

    /// <summary>Expected calibration error.</summary>
    public double ExpectedCalibrationError => ReliabilityBin.ExpectedCalibrationError(ReliabilityBins);

    /// <summary>Mean probability and share of positives by bin of probability.</summary>
    public IReadOnlyList<ReliabilityBin> ReliabilityBins { get; }

    /// <summary>The ROC curve; null unless the options ask for curves.</summary>
    public IReadOnlyList<RocPoint>? RocCurve { get; }

    /// <summary>The precision-recall curve; null unless the options ask for curves.</summary>
    public IReadOnlyList<PrecisionRecallPoint>? PrecisionRecallCurve { get; }

    /// <summary>The F measure of any beta.</summary>
    /// <param name="beta">How many times recall matters as much as precision, above 0.</param>
    /// <param name="zeroDivision">The value of 0/0.</param>
    public double FBeta(double beta, ZeroDivision zeroDivision = ZeroDivision.Zero) => Counts.FBeta(beta, zeroDivision);
}
