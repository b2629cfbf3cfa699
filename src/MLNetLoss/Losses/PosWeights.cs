namespace MLNetLoss.Losses;

/// <summary>Weights of the positive part, computed from data.</summary>
public static class PosWeights
{
    /// <summary>
    /// The number of negatives over the number of positives of each label, so that both weigh the same in the loss: what PyTorch's
    /// documentation of <c>pos_weight</c> recommends.
    /// </summary>
    /// <remarks>A soft target counts as positive by its value and as negative by the rest; a NaN target is missing and does not count.</remarks>
    /// <param name="targets">N x L targets in [0, 1] or NaN, row by row.</param>
    /// <param name="labelCount">L, the number of labels in a row; positive, and a divisor of the number of targets.</param>
    /// <param name="maximum">
    /// The largest weight returned, positive; also that of a label without positives, which no weight can balance. 100 by default; infinity for
    /// no limit, if every label has positives.
    /// </param>
    /// <returns>L weights, for the losses' <c>posWeight</c>. A label without negatives gets 0, one without targets 1.</returns>
    /// <exception cref="ArgumentException">The label count is not positive or does not divide the number of targets, the maximum is not positive, a target is neither in [0, 1] nor NaN, or a weight would be infinite.</exception>
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

        float[] weights = [.. positives.Zip(counts, (positive, count) => Balanced(positive, count, maximum))];
        int unbalanced = Array.FindIndex(weights, float.IsInfinity);
        if (unbalanced >= 0)
        {
            // The loss of a negative, whose positive part is 0, would be NaN.
            throw new ArgumentException(
                FormattableString.Invariant($"Label {unbalanced} has {positives[unbalanced]} positives among {counts[unbalanced]} targets, which no finite weight balances; the maximum is {maximum} and must be finite."),
                nameof(maximum));
        }

        return weights;
    }

    /// <summary>The weight of one label, from its sums.</summary>
    /// <param name="positives">The sum of its targets.</param>
    /// <param name="count">The number of rows with a target for it, or their total weight.</param>
    /// <param name="maximum">The largest weight returned.</param>
    internal static float Balanced(double positives, double count, float maximum = 100) =>
        count == 0 ? 1 : (float)Math.Min((count - positives) / positives, maximum);
}
