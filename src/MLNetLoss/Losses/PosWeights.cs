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

        return Balanced(positives, counts, maximum);
    }

    /// <summary>As <see cref="Balanced(ReadOnlySpan{float}, int, float)"/>, from counts that are known already.</summary>
    /// <param name="positives">The number of positives of each of L labels, or their total weight; finite and not negative.</param>
    /// <param name="counts">The number of targets of each label, or their total weight; finite and at least that of its positives.</param>
    /// <param name="maximum">As there.</param>
    /// <returns>L weights, for the losses' <c>posWeight</c>. A label without negatives gets 0, one without targets 1.</returns>
    /// <exception cref="ArgumentException">A count is out of range, there are not as many of both, the maximum is not positive, or a weight would be infinite.</exception>
    public static float[] Balanced(ReadOnlySpan<double> positives, ReadOnlySpan<double> counts, float maximum = 100)
    {
        if (!(maximum > 0))
        {
            throw new ArgumentException(FormattableString.Invariant($"The maximum is {maximum}; it must be positive."), nameof(maximum));
        }

        if (counts.Length != positives.Length)
        {
            throw new ArgumentException(
                $"counts has {counts.Length} values but positives has {positives.Length}; they must have one for each label.", nameof(counts));
        }

        float[] weights = new float[positives.Length];
        for (int label = 0; label < weights.Length; label++)
        {
            if (!(positives[label] >= 0 && double.IsFinite(positives[label])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"positives[{label}] is {positives[label]}; it must be finite and not negative."), nameof(positives));
            }

            if (!(counts[label] >= positives[label] && double.IsFinite(counts[label])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"counts[{label}] is {counts[label]}; it must be finite and at least positives[{label}], {positives[label]}."),
                    nameof(counts));
            }

            weights[label] = Balanced(positives[label], counts[label], maximum);
            if (float.IsInfinity(weights[label]))
            {
                // The loss of a negative, whose positive part is 0, would be NaN.
                throw new ArgumentException(
                    FormattableString.Invariant($"Label {label} has {positives[label]} positives among {counts[label]} targets, which no finite weight balances; the maximum is {maximum} and must be finite."),
                    nameof(maximum));
            }
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
