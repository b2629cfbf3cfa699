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
        ReliabilityBins = rows.Bins(label);
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

    /// <summary>The label's place, counted from 0.</summary>
    public int Index { get; }

    /// <summary>The label's name; its place when it has none.</summary>
    public string Name { get; }

    /// <summary>True and false, positives and negatives.</summary>
    public ConfusionCounts Counts { get; }

    /// <summary>Weight of the rows that have the label; their number when rows weigh 1.</summary>
    public double Support => Counts.Support;

    /// <summary>Of the rows predicted to have the label, the share that has it.</summary>
    public double Precision { get; }

    /// <summary>Of the rows that have the label, the share predicted to.</summary>
    public double Recall { get; }

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 { get; }

    /// <summary>The overlap of predicted and true rows over their union.</summary>
    public double Jaccard { get; }

    /// <summary>Of the rows without the label, the share predicted to be without.</summary>
    public double Specificity { get; }

    /// <summary>Of the rows predicted to be without the label, the share that is.</summary>
    public double NegativePredictiveValue { get; }

    /// <summary>The share of rows predicted rightly.</summary>
    public double Accuracy => Counts.Accuracy;

    /// <summary>The mean of recall and specificity.</summary>
    public double BalancedAccuracy => Counts.BalancedAccuracy;

    /// <summary>The geometric mean of recall and specificity; not a number for one class.</summary>
    public double GeometricMean => Counts.GeometricMean;

    /// <summary>Matthews' correlation coefficient.</summary>
    public double MatthewsCorrelation => Counts.MatthewsCorrelation;

    /// <summary>Cohen's kappa; not a number when prediction and truth are the same constant.</summary>
    public double CohensKappa => Counts.CohensKappa;

    /// <summary>Whether some rows have the label and some do not.</summary>
    public bool HasBothClasses { get; }

    /// <summary>Area under the ROC curve; not a number for one class.</summary>
    public double RocAuc { get; }

    /// <summary>By how much <see cref="RocAuc"/> may be off because scores were kept in bins; 0 when they were kept whole.</summary>
    public double RocAucUncertainty { get; }

    /// <summary>Average precision; 0 when no row has the label.</summary>
    public double AveragePrecision { get; }

    /// <summary>Mean binary cross-entropy, natural logarithm.</summary>
    public double BinaryCrossEntropy { get; }

    /// <summary>Mean squared error of the probabilities.</summary>
    public double BrierScore { get; }

    /// <summary>Expected calibration error.</summary>
    public double ExpectedCalibrationError => ReliabilityBin.ExpectedCalibrationError(ReliabilityBins);

    /// <summary>What probabilities promised and what came of it, bin by bin.</summary>
    public IReadOnlyList<ReliabilityBin> ReliabilityBins { get; }

    /// <summary>The ROC curve; null unless the options ask for curves.</summary>
    public IReadOnlyList<RocPoint>? RocCurve { get; }

    /// <summary>The precision-recall curve; null unless the options ask for curves.</summary>
    public IReadOnlyList<PrecisionRecallPoint>? PrecisionRecallCurve { get; }

    /// <summary>The F measure of any beta.</summary>
    /// <param name="beta">How many times recall matters as much as precision, above 0.</param>
    /// <param name="zeroDivision">What 0/0 is.</param>
    public double FBeta(double beta, ZeroDivision zeroDivision = ZeroDivision.Zero) => Counts.FBeta(beta, zeroDivision);
}
