using System.Globalization;

namespace MLNetLoss.Solvers.Calibration;

/// <summary>The rows of one label that count for its calibration: those with a target and a weight above zero.</summary>
internal sealed class CalibrationCells
{
    private CalibrationCells(float[] scores, double[] targets, double[] weights)
    {
        Scores = scores;
        Targets = targets;
        Weights = weights;
    }

    /// <summary>The scores, all finite.</summary>
    public float[] Scores { get; }

    /// <summary>The targets, in [0, 1].</summary>
    public double[] Targets { get; }

    /// <summary>The weights, above 0.</summary>
    public double[] Weights { get; }

    /// <summary>Checks the rows and copies those that count.</summary>
    /// <param name="scores">N scores.</param>
    /// <param name="targets">N targets in [0, 1]; NaN where missing.</param>
    /// <param name="weights">N weights of at least 0, or none when each row weighs 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of its range, or no row counts.</exception>
    public static CalibrationCells Collect(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        if (targets.Length != scores.Length)
            throw new ArgumentException($"There are {targets.Length} targets; expected {scores.Length}, one per score.", nameof(targets));
        if (weights.Length != scores.Length && !weights.IsEmpty)
            throw new ArgumentException($"There are {weights.Length} weights; expected {scores.Length}, one per score.", nameof(weights));
        int count = 0;
        var keptScores = new float[scores.Length];
        var keptTargets = new double[scores.Length];
        var keptWeights = new double[scores.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            float weight = weights.IsEmpty ? 1 : weights[row];
            if (!(weight >= 0) || float.IsInfinity(weight))
                throw Bad("weight", row, weight, "a finite weight of at least 0", nameof(weights));
            if (targets[row] is < 0 or > 1)
                throw Bad("target", row, targets[row], "a value in [0, 1], or NaN where missing", nameof(targets));
            if (weight == 0 || float.IsNaN(targets[row]))
                continue;
            if (!float.IsFinite(scores[row]))
                throw Bad("score", row, scores[row], "a finite number", nameof(scores));
            keptScores[count] = scores[row];
            keptTargets[count] = targets[row];
            keptWeights[count++] = weight;
        }

        return count > 0
            ? new(keptScores[..count], keptTargets[..count], keptWeights[..count])
            : throw new ArgumentException($"None of {scores.Length} rows has a weight and a target.", nameof(targets));
    }

    private static ArgumentException Bad(string what, int row, float value, string expected, string name) => new(
        string.Create(CultureInfo.InvariantCulture, $"The {what} of row {row} is {value}; expected {expected}."), name);
}
