namespace MLNetLoss.Solvers.Calibration;

/// <summary>Turns the score of one label into its probability, as learned from rows whose labels are known. Immutable.</summary>
public abstract class LabelCalibrator
{
    private protected LabelCalibrator()
    {
    }

    /// <summary>Returns the probability of the label at a score.</summary>
    /// <param name="score">The score; may be infinite. NaN gives NaN.</param>
    /// <returns>A value in [0, 1].</returns>
    public abstract double PredictProbability(double score);
}
