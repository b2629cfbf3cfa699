using System.Globalization;

namespace MLNetLoss.Solvers.Calibration;

/// <summary>
/// Platt scaling: the probability is <c>1 / (1 + exp(Slope * score + Offset))</c> (Platt, 1999; fitted by Newton's method as in Lin, Lin
/// and Weng, 2007). The slope is negative when higher scores make the label more likely.
/// </summary>
public sealed class PlattCalibrator : LabelCalibrator
{
    /// <summary>Creates a calibrator from its parameters.</summary>
    /// <param name="slope">The slope, A in the paper.</param>
    /// <param name="offset">The offset, B in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is NaN or infinite.</exception>
    public PlattCalibrator(double slope, double offset)
    {
        Slope = Finite(slope, nameof(slope));
        Offset = Finite(offset, nameof(offset));
    }

    /// <summary>The slope, A in the paper.</summary>
    public double Slope { get; }

    /// <summary>The offset, B in the paper.</summary>
    public double Offset { get; }

    /// <summary>
    /// Fits the sigmoid with the least cross-entropy. Targets 1 and 0 are smoothed to <c>(n + 1) / (n + 2)</c> and <c>1 / (m + 2)</c>, where n and m
    /// are the numbers (or weights) of the positive and negative rows. This keeps the parameters finite for any rows, and rows of one class give
    /// the same probability for every score. The results are those of scikit-learn's sigmoid calibration.
    /// </summary>
    /// <param name="scores">N scores, finite.</param>
    /// <param name="targets">N targets in [0, 1]; a fraction counts as part of a row of each class, and NaN (missing) not at all.</param>
    /// <param name="weights">N weights of at least 0, or none when each row weighs 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of its range, or no row has a weight and a target.</exception>
    public static PlattCalibrator Fit(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        (double slope, double offset) = PlattProblem.Solve(CalibrationCells.Collect(scores, targets, weights));
        return new(slope, offset);
    }

    /// <inheritdoc/>
    public override double PredictProbability(double score)
    {
        // With a slope of 0 even an infinite score does not matter.
        double logit = Slope == 0 && !double.IsNaN(score) ? -Offset : -((Slope * score) + Offset);
        double e = Math.Exp(-Math.Abs(logit));
        return (logit < 0 ? e : 1) / (1 + e);
    }

    private static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value.ToString(CultureInfo.InvariantCulture), "Expected a finite number.");
}
