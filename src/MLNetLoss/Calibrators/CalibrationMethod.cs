namespace MLNetLoss.Calibrators;

/// <summary>How scores become probabilities. The numbers are stored in model files; never change them.</summary>
internal enum CalibrationMethod
{
    /// <summary>The sigmoid of the score as it is.</summary>
    None = 0,

    /// <summary>Platt scaling.</summary>
    Platt = 1,

    /// <summary>Isotonic regression.</summary>
    Isotonic = 2,
}
