using System.Globalization;

namespace MLNetLoss.Metrics;

/// <summary>All measures.</summary>
internal static class MeasureList
{
    /// <summary>Measures with a k.</summary>
    public static readonly string[] TopFamilies = ["precision", "recall", "ndcg"];

    /// <summary>Measures with a k that need propensities.</summary>
    public static readonly string[] PropensityFamilies = ["psp", "psndcg"];

    /// <summary>Creates the measures without a k or a beta.</summary>
    public static MultiLabelMeasure[] Create() =>
    [
        Lower("bce", "binary cross-entropy", m => m.BinaryCrossEntropy),
        Lower("log_loss_base2", "log loss, base 2", m => m.LogLossBase2),
        Lower("brier_score", "Brier score", m => m.BrierScore),
        Lower("ece", "calibration error", m => m.ExpectedCalibrationError),
        Lower("macro_ece", "macro calibration error", m => m.MacroExpectedCalibrationError),
        Lower("hamming_loss", "Hamming loss", m => m.HammingLoss),
        Higher("subset_accuracy", "subset accuracy", m => m.SubsetAccuracy),
        Higher("micro_f1", "micro F1", m => m.MicroF1),
        Higher("macro_f1", "macro F1", m => m.MacroF1),
        Higher("weighted_f1", "weighted F1", m => m.WeightedF1),
        Higher("samples_f1", "samples F1", m => m.SamplesF1),
        Higher("micro_precision", "micro precision", m => m.MicroPrecision),
        Higher("macro_precision", "macro precision", m => m.MacroPrecision),
        Higher("weighted_precision", "weighted precision", m => m.WeightedPrecision),
        Higher("samples_precision", "samples precision", m => m.SamplesPrecision),
        Higher("micro_recall", "micro recall", m => m.MicroRecall),
        Higher("macro_recall", "macro recall", m => m.MacroRecall),
        Higher("weighted_recall", "weighted recall", m => m.WeightedRecall),
        Higher("samples_recall", "samples recall", m => m.SamplesRecall),
        Higher("micro_jaccard", "micro Jaccard", m => m.MicroJaccard),
        Higher("macro_jaccard", "macro Jaccard", m => m.MacroJaccard),
        Higher("weighted_jaccard", "weighted Jaccard", m => m.WeightedJaccard),
        Higher("samples_jaccard", "samples Jaccard", m => m.SamplesJaccard),
        Higher("micro_specificity", "micro specificity", m => m.MicroSpecificity),
        Higher("macro_specificity", "macro specificity", m => m.MacroSpecificity),
        Higher("weighted_specificity", "weighted specificity", m => m.WeightedSpecificity),
        Higher("samples_specificity", "samples specificity", m => m.SamplesSpecificity),
        Higher("micro_npv", "micro negative predictive value", m => m.MicroNegativePredictiveValue),
        Higher("macro_npv", "macro negative predictive value", m => m.MacroNegativePredictiveValue),
        Higher("weighted_npv", "weighted negative predictive value", m => m.WeightedNegativePredictiveValue),
        Higher("samples_npv", "samples negative predictive value", m => m.SamplesNegativePredictiveValue),
        Higher("micro_balanced_accuracy", "micro balanced accuracy", m => m.MicroBalancedAccuracy),
        Higher("macro_balanced_accuracy", "macro balanced accuracy", m => m.MacroBalancedAccuracy),
        Higher("micro_gmean", "micro geometric mean", m => m.MicroGeometricMean),
        Higher("macro_gmean", "macro geometric mean", m => m.MacroGeometricMean),
        Higher("micro_mcc", "micro Matthews correlation", m => m.MicroMatthewsCorrelation),
        Higher("macro_mcc", "macro Matthews correlation", m => m.MacroMatthewsCorrelation),
        Higher("micro_kappa", "micro kappa", m => m.MicroCohensKappa),
        Higher("macro_kappa", "macro kappa", m => m.MacroCohensKappa),
        Higher("lrap", "label ranking average precision", m => m.LabelRankingAveragePrecision),
        Lower("coverage_error", "coverage error", m => m.CoverageError),
        Lower("ranking_loss", "ranking loss", m => m.RankingLoss),
        Lower("one_error", "one-error", m => m.OneError),
        Lower("is_error", "is-error", m => m.IsError),
        Lower("error_set_size", "error-set size", m => m.ErrorSetSize),
        Higher("macro_roc_auc", "macro ROC AUC", m => m.MacroRocAuc),
        Higher("micro_roc_auc", "micro ROC AUC", m => m.MicroRocAuc),
        Higher("weighted_roc_auc", "weighted ROC AUC", m => m.WeightedRocAuc),
        Higher("samples_roc_auc", "samples ROC AUC", m => m.SamplesRocAuc),
        Higher("macro_average_precision", "macro average precision", m => m.MacroAveragePrecision),
        Higher("micro_average_precision", "micro average precision", m => m.MicroAveragePrecision),
        Higher("weighted_average_precision", "weighted average precision", m => m.WeightedAveragePrecision),
        Higher("samples_average_precision", "samples average precision", m => m.SamplesAveragePrecision),
    ];

    /// <summary>What a measure is computed from.</summary>
    /// <param name="key">The key of a measure.</param>
    public static MeasureParts PartsOf(string key)
    {
        int colon = key.IndexOf(':', StringComparison.Ordinal);
        string family = colon < 0 ? key : key[..colon];
        return family switch
        {
            "bce" or "log_loss_base2" or "brier_score" or "ece" or "macro_ece" => MeasureParts.Losses,
            "lrap" or "coverage_error" or "ranking_loss" or "one_error" or "is_error" or "error_set_size" => MeasureParts.Ranking,
            "samples_roc_auc" or "samples_average_precision" => MeasureParts.Ranking,
            _ when colon < 0 && family.Contains("_at_", StringComparison.Ordinal) => MeasureParts.Ranking,
            _ when family.EndsWith("roc_auc", StringComparison.Ordinal) => MeasureParts.Areas,
            _ when family.EndsWith("average_precision", StringComparison.Ordinal) => MeasureParts.Areas,
            _ => MeasureParts.None,
        };
    }

    /// <summary>The measure of a key such as <c>precision_at_5</c>; null when it is not one.</summary>
    /// <param name="key">The key.</param>
    public static MultiLabelMeasure? TryCreateAtK(string key)
    {
        int at = key.IndexOf("_at_", StringComparison.Ordinal);
        if (at < 0 || !int.TryParse(key.AsSpan(at + 4), NumberStyles.None, CultureInfo.InvariantCulture, out int k) || k < 1)
            return null;
        (string Name, Func<MultiLabelClassificationMetrics, double> Value)? found = key[..at] switch
        {
            "precision" => ("precision", m => m.PrecisionAt(k)),
            "recall" => ("recall", m => m.RecallAt(k)),
            "ndcg" => ("nDCG", m => m.NdcgAt(k)),
            "psp" => ("propensity-scored precision", m => m.PropensityScoredPrecisionAt(k)),
            "psndcg" => ("propensity-scored nDCG", m => m.PropensityScoredNdcgAt(k)),
            _ => null,
        };
        return found is { } measure ? new(key, $"{measure.Name} at {k}", higherIsBetter: true, measure.Value) { K = k } : null;
    }

    /// <summary>The measure of a key such as <c>macro_f2</c> or <c>micro_f0.5</c>; null when it is not one.</summary>
    /// <param name="key">The key.</param>
    public static MultiLabelMeasure? TryCreateFBeta(string key)
    {
        int f = key.IndexOf("_f", StringComparison.Ordinal);
        if (f < 0 || !TryParseBeta(key.AsSpan(f + 2), out double beta))
            return null;
        foreach (Averaging averaging in Enum.GetValues<Averaging>())
        {
            if (Name(averaging) == key[..f])
                return new(key, string.Create(CultureInfo.InvariantCulture, $"{key[..f]} F{beta}"), higherIsBetter: true, m => m.FBeta(beta, averaging)) { Beta = beta };
        }

        return null;
    }

    /// <summary>The key of an F measure.</summary>
    /// <param name="averaging">How it is averaged.</param>
    /// <param name="beta">Its beta.</param>
    public static string FBetaKey(Averaging averaging, double beta) => string.Create(CultureInfo.InvariantCulture, $"{Name(averaging)}_f{beta}");

    /// <summary>Parses the beta of a key, such as <c>2</c>, <c>0.5</c> or <c>1E-05</c>.</summary>
    /// <param name="text">What follows the f.</param>
    /// <param name="beta">A finite number above 0.</param>
    public static bool TryParseBeta(ReadOnlySpan<char> text, out double beta) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out beta)
        && beta > 0 && double.IsFinite(beta);

    private static string Name(Averaging averaging) => averaging.ToString().ToLowerInvariant();

    private static MultiLabelMeasure Higher(string key, string name, Func<MultiLabelClassificationMetrics, double> value) =>
        new(key, name, higherIsBetter: true, value);

    private static MultiLabelMeasure Lower(string key, string name, Func<MultiLabelClassificationMetrics, double> value) =>
        new(key, name, higherIsBetter: false, value);
}
