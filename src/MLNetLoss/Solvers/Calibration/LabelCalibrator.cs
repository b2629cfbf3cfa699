namespace MLNetLoss.Solvers.Calibration;

/// <summary>Turns the score of one label into the probability of it, as seen on rows whose labels are known. Immutable.</summary>
public abstract class LabelCalibrator
{
    private protected LabelCalibrator()
    {
    }

    /// <summary>The probability of the label at a score.</summary>
    /// <param name="score">The score; infinite ones are fine, NaN gives NaN.</param>
    /// <returns>A value in [0, 1].</returns>
    public abstract double PredictProbability(double score);
}
