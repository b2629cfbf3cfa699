namespace MLNetLoss.Losses;

/// <summary>Weights of the positive part, made from the data.</summary>
public static class PosWeights
{
    /// <summary>
    /// For each label the number of negatives over the number of positives, so that both sides weigh the same: what PyTorch's
    /// documentation of <c>pos_weight</c> recommends.
    /// </summary>
    /// <remarks>Soft targets count by their share; NaN targets are missing and count on neither side.</remarks>
    /// <param name="targets">N x L targets in [0, 1] or NaN, row by row.</param>
    /// <param name="labelCount">L, the number of labels in a row; positive, and a divisor of the number of targets.</param>
    /// <param name="maximum">
    /// The largest weight given, positive: also what a label without any positive gets, since for it no weight can balance. 100 unless
    /// said otherwise.
    /// </param>
    /// <returns>L weights, for <c>posWeight</c> of the losses. A label without any negative gets 0; one without any target gets 1.</returns>
    /// <exception cref="ArgumentException">The label count does not fit, the maximum is not positive, or a target is neither in [0, 1] nor NaN.</exception>
    public static float[] Balanced(ReadOnlySpan<float> targets, int labelCount, float maximum = 100)
    {
        if (labelCount <= 0 || targets.Length % labelCount != 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The label count is {labelCount}; it must be positive and divide the number of targets, {targets.Length}."),
                nameof(labelCount));
        }

        if (!(maximum > 0))
        {
            throw new ArgumentException(FormattableString.Invariant($"The maximum is {maximum}; it must be positive."), nameof(maximum));
        }

        double[] positives = new double[labelCount];
        double[] counts = new double[labelCount];
        for (int i = 0; i < targets.Length; i++)
        {
            float target = targets[i];
            if (float.IsNaN(target))
            {
                continue;
            }

            if (target is not (>= 0 and <= 1))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"targets[{i}] is {target}; it must be in [0, 1], or NaN where it is missing."), nameof(targets));
            }

            positives[i % labelCount] += target;
            counts[i % labelCount]++;
        }

        return [.. positives.Zip(counts, (positive, count) => Balanced(positive, count, maximum))];
    }

    /// <summary>The weight of one label by its sums.</summary>
    /// <param name="positives">The sum of its targets.</param>
    /// <param name="count">How many rows say something of it, or their weight.</param>
    /// <param name="maximum">The largest weight given.</param>
    internal static float Balanced(double positives, double count, float maximum = 100) =>
        count == 0 ? 1 : (float)Math.Min((count - positives) / positives, maximum);
}
