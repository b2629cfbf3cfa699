namespace MLNetLoss.Reports;

/// <summary>The measures at one threshold for all labels.</summary>
/// <param name="Threshold">The threshold, in [0, 1): a label is predicted when its probability is greater.</param>
/// <param name="MicroPrecision">Precision of all decisions together; NaN when nothing is predicted.</param>
/// <param name="MicroRecall">Recall of all decisions together.</param>
/// <param name="MicroF1">Their harmonic mean.</param>
/// <param name="MacroPrecision">The mean precision of the labels, 0 for one that is not predicted.</param>
/// <param name="MacroRecall">The mean recall of the labels.</param>
/// <param name="MacroF1">The mean F1 of the labels.</param>
public readonly record struct ThresholdPoint(
    double Threshold, double MicroPrecision, double MicroRecall, double MicroF1, double MacroPrecision, double MacroRecall, double MacroF1);
