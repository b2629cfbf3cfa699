using System.Globalization;

namespace MLNetLoss.Solvers.Calibration;

/// <summary>
/// Platt scaling: the probability is <c>1 / (1 + exp(Slope * score + Offset))</c> (Platt, 1999; solved by Newton's method as Lin, Lin and
/// Weng proposed, 2007). The slope is negative where a higher score means a likelier label.
/// </summary>
public sealed class PlattCalibrator : LabelCalibrator
{
    /// <summary>A calibrator of known parameters.</summary>
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
    /// The sigmoid of least cross-entropy. Targets are drawn in from 0 and 1 as if one more row of each class had been seen: with n positive
    /// and m negative rows (their weights, if any), to <c>(n + 1) / (n + 2)</c> and <c>1 / (m + 2)</c>. So the parameters are finite for any
    /// rows, and rows of one class give one probability for every score. These are the answers of scikit-learn's sigmoid calibration.
    /// </summary>
    /// <param name="scores">N scores, finite.</param>
    /// <param name="targets">N targets in [0, 1]; a fraction counts for its part in both classes, and NaN (missing) not at all.</param>
    /// <param name="weights">N weights of at least 0, or none when each row weighs 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is not what it should be, or no row has a weight and a target.</exception>
    public static PlattCalibrator Fit(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        (double slope, double offset) = PlattProblem.Solve(CalibrationCells.Collect(scores, targets, weights));
        return new(slope, offset);
    }

    /// <inheritdoc/>
    public override double PredictProbability(double score)
    {
        // A slope of zero says the same of every score, infinite ones too.
        double logit = Slope == 0 && !double.IsNaN(score) ? -Offset : -((Slope * score) + Offset);
        double e = Math.Exp(-Math.Abs(logit));
        return (logit < 0 ? e : 1) / (1 + e);
    }

    private static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value.ToString(CultureInfo.InvariantCulture), "Expected a finite number.");
}
