using MLNetLoss.Losses;

namespace MLNetLoss.Solvers;

/// <summary>
/// Weights of the positive part of each label, expressed as cell weights: <c>w t softplus(-z) + (1 - t) softplus(z)</c> is
/// <c>c = 1 + (w - 1) t</c> times the cross-entropy with the target <c>w t / c</c>. So any solver with cell weights supports them too, and for
/// any loss that is linear in its target they are exact.
/// </summary>
/// <param name="weights">L weights, finite and not negative.</param>
internal sealed class PosWeighting(float[] weights)
{
    /// <summary>Makes the weighting that the options request.</summary>
    /// <param name="posWeight">One weight for all labels, or L; null for none.</param>
    /// <param name="balance">Whether each label's weight is to be its negatives over its positives.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="counts">The total weight of a label's positives, and of all rows that count for it.</param>
    /// <returns>The weighting, or null if none is requested.</returns>
    /// <exception cref="ArgumentException">The number of weights is wrong.</exception>
    public static PosWeighting? Create(float[]? posWeight, bool balance, int labelCount, Func<int, (double Positives, double All)> counts)
    {
        if (balance)
        {
            return new([.. Enumerable.Range(0, labelCount).Select(label =>
                PosWeights.Balanced(counts(label).Positives, counts(label).All))]);
        }

        if (posWeight is null)
            return null;
        Check(posWeight, labelCount);
        return new(posWeight.Length == labelCount ? posWeight : [.. Enumerable.Repeat(posWeight[0], labelCount)]);
    }

    /// <summary>Throws unless the option has one weight, or one per label.</summary>
    /// <param name="posWeight">The option; null for none.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <exception cref="ArgumentException">The number of weights is wrong.</exception>
    public static void Check(float[]? posWeight, int labelCount)
    {
        if (posWeight is not null && posWeight.Length != 1 && posWeight.Length != labelCount)
        {
            throw new ArgumentException(
                $"PosWeight has {posWeight.Length} values; expected one, or one for each of the {labelCount} labels.");
        }
    }

    /// <summary>The weights of a range of labels.</summary>
    /// <param name="from">The first label.</param>
    /// <param name="count">The number of labels.</param>
    public PosWeighting Slice(int from, int count) => new(weights[from..(from + count)]);

    /// <summary>A label's weight.</summary>
    /// <param name="label">The label.</param>
    public float this[int label] => weights[label];

    /// <summary>The factor of a cell's weight, and its new target.</summary>
    /// <param name="label">The label.</param>
    /// <param name="target">The target in [0, 1]; replaced by the new target.</param>
    public float Split(int label, ref float target)
    {
        float positive = weights[label] * target;
        float factor = (1 - target) + positive;
        target = factor > 0 ? positive / factor : 0;
        return factor;
    }

    /// <summary>Multiplies a row's cell weights, and changes its targets accordingly.</summary>
    /// <param name="targets">L targets, NaN where missing.</param>
    /// <param name="cells">L weights.</param>
    public void Apply(Span<float> targets, Span<float> cells)
    {
        for (int label = 0; label < targets.Length; label++)
        {
            if (targets[label] > 0)
                cells[label] *= Split(label, ref targets[label]);
        }
    }
}
