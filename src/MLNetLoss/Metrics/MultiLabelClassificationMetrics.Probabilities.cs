namespace MLNetLoss.Metrics;

public sealed partial class MultiLabelClassificationMetrics
{
    /// <summary>
    /// Mean binary cross-entropy of all cells, natural logarithm. Computed from the scores as logits when every probability is the sigmoid of
    /// its score, so that nothing is lost where probabilities round to 0 or 1; otherwise from the probabilities, with logarithms clamped at -100.
    /// </summary>
    public double BinaryCrossEntropy { get; }

    /// <summary>Whether <see cref="BinaryCrossEntropy"/> comes from the scores.</summary>
    public bool CrossEntropyFromLogits { get; }

    /// <summary>Mean binary cross-entropy in bits: the scale of ML.NET's own binary log loss.</summary>
    public double LogLossBase2 => BinaryCrossEntropy / Math.Log(2);

    /// <summary>Mean squared error of the probabilities of all cells.</summary>
    public double BrierScore { get; }

    /// <summary>Mean probability and share of positives by bin of probability, over all cells together.</summary>
    public IReadOnlyList<ReliabilityBin> ReliabilityBins { get; }

    /// <summary>Expected calibration error of all cells together.</summary>
    public double ExpectedCalibrationError => ReliabilityBin.ExpectedCalibrationError(ReliabilityBins);

    /// <summary>Mean expected calibration error of the labels.</summary>
    public double MacroExpectedCalibrationError => Mean(label => label.ExpectedCalibrationError);
}
