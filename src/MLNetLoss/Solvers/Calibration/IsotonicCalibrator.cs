using System.Globalization;

namespace MLNetLoss.Solvers.Calibration;

/// <summary>
/// Isotonic regression: the probability is the non-decreasing function of the score with the least squared error (Zadrozny and Elkan, 2002),
/// linear between the scores it was fitted on and constant beyond them.
/// </summary>
public sealed class IsotonicCalibrator : LabelCalibrator
{
    private readonly float[] _scores;
    private readonly double[] _probabilities;

    /// <summary>Creates a calibrator from its corners.</summary>
    /// <param name="scores">The scores of the corners: finite, each above the one before; at least one.</param>
    /// <param name="probabilities">The probabilities there: in [0, 1], none below the one before.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0, or a value is out of its range.</exception>
    public IsotonicCalibrator(IReadOnlyList<float> scores, IReadOnlyList<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (scores.Count == 0 || scores.Count != probabilities.Count)
        {
            throw new ArgumentException(
                $"There are {scores.Count} scores and {probabilities.Count} probabilities; expected equally many, and at least one.", nameof(scores));
        }

        for (int i = 0; i < scores.Count; i++)
        {
            if (!float.IsFinite(scores[i]) || (i > 0 && scores[i] <= scores[i - 1]))
                throw Bad("Score", i, scores[i], "a finite number above the one before", nameof(scores));
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1) || (i > 0 && probabilities[i] < probabilities[i - 1]))
                throw Bad("Probability", i, probabilities[i], "a number in [0, 1], not below the one before", nameof(probabilities));
        }

        _scores = [.. scores];
        _probabilities = [.. probabilities];
    }

    /// <summary>The scores of the corners, ascending.</summary>
    public IReadOnlyList<float> Scores => _scores.AsReadOnly();

    /// <summary>The probabilities at the corners, never descending.</summary>
    public IReadOnlyList<double> Probabilities => _probabilities.AsReadOnly();

    /// <summary>
    /// Fits by the pool-adjacent-violators algorithm. Rows with equal scores count as one row with their mean target. The results are those of
    /// scikit-learn's <c>IsotonicRegression(out_of_bounds="clip")</c>.
    /// </summary>
    /// <param name="scores">N scores, finite.</param>
    /// <param name="targets">N targets in [0, 1]; NaN (missing) does not count.</param>
    /// <param name="weights">N weights of at least 0, or none when each row weighs 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of its range, or no row has a weight and a target.</exception>
    public static IsotonicCalibrator Fit(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        CalibrationCells cells = CalibrationCells.Collect(scores, targets, weights);
        (float[] corners, double[] probabilities) = PooledBlocks.Pool(cells).Corners();
        return new(corners, probabilities);
    }

    /// <inheritdoc/>
    public override double PredictProbability(double score)
    {
        if (!(score > _scores[0]))
            return double.IsNaN(score) ? double.NaN : _probabilities[0];
        if (score >= _scores[^1])
            return _probabilities[^1];

        // Finds the first corner at or above the score, which is neither the first of all nor beyond the last.
        int low = 0, high = _scores.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (_scores[middle] < score)
                low = middle;
            else
                high = middle;
        }

        // Exact at both corners, and never outside them by rounding.
        double share = (score - _scores[low]) / ((double)_scores[high] - _scores[low]);
        return share == 1
            ? _probabilities[high]
            : Math.Min(_probabilities[low] + (share * (_probabilities[high] - _probabilities[low])), _probabilities[high]);
    }

    private static ArgumentException Bad(string what, int corner, double value, string expected, string name) => new(
        string.Create(CultureInfo.InvariantCulture, $"{what} {corner} is {value}; expected {expected}."), name);
}
