namespace MLNetLoss.Reports;

/// <summary>What one threshold for all labels gives.</summary>
/// <param name="Threshold">A label is predicted when its probability is greater, in [0, 1).</param>
/// <param name="MicroPrecision">Precision of all decisions together; not a number where nothing is predicted.</param>
/// <param name="MicroRecall">Recall of all decisions together.</param>
/// <param name="MicroF1">Their harmonic mean.</param>
/// <param name="MacroPrecision">The mean precision of the labels, 0 for one that is not predicted.</param>
/// <param name="MacroRecall">The mean recall of the labels.</param>
/// <param name="MacroF1">The mean F1 of the labels.</param>
public readonly record struct ThresholdPoint(
    double Threshold, double MicroPrecision, double MicroRecall, double MicroF1, double MacroPrecision, double MacroRecall, double MacroF1);
