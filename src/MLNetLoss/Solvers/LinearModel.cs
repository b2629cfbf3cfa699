using MLNetLoss.Numerics;

namespace MLNetLoss.Solvers;

/// <summary>
/// The weights of a linear model of L labels over D features. A feature's weights for all labels are contiguous, so that scoring a row adds
/// whole vectors of labels, and a sparse row accesses only the memory of its own features.
/// </summary>
/// <param name="featureCount">D, the number of features.</param>
/// <param name="labelCount">L, the number of labels.</param>
/// <param name="weights">D x L weights, feature by feature.</param>
/// <param name="bias">L biases.</param>
internal sealed class LinearModel(int featureCount, int labelCount, float[] weights, float[] bias)
{
    /// <summary>A model of zeros.</summary>
    /// <param name="featureCount">D, the number of features.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    public LinearModel(int featureCount, int labelCount)
        : this(featureCount, labelCount, new float[Size(featureCount, labelCount)], new float[labelCount])
    {
    }

    /// <summary>D, the number of features.</summary>
    public int FeatureCount { get; } = featureCount;

    /// <summary>L, the number of labels.</summary>
    public int LabelCount { get; } = labelCount;

    /// <summary>D x L weights; feature d's weight for label l is at index d * L + l.</summary>
    public float[] Weights { get; } = weights;

    /// <summary>L biases.</summary>
    public float[] Bias { get; } = bias;

    /// <summary>A feature's weights for all labels.</summary>
    /// <param name="feature">The feature.</param>
    public Span<float> WeightsOf(int feature) => Weights.AsSpan(feature * LabelCount, LabelCount);

    /// <summary>Some labels of this model.</summary>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    public LinearModel Slice(int from, int count)
    {
        var part = new LinearModel(FeatureCount, count);
        for (int feature = 0; feature < FeatureCount; feature++)
            WeightsOf(feature).Slice(from, count).CopyTo(part.WeightsOf(feature));
        Bias.AsSpan(from, count).CopyTo(part.Bias);
        return part;
    }

    /// <summary>Copies in the weights of some labels.</summary>
    /// <param name="part">A model of these labels.</param>
    /// <param name="from">The first of them.</param>
    public void Insert(LinearModel part, int from)
    {
        for (int feature = 0; feature < FeatureCount; feature++)
            part.WeightsOf(feature).CopyTo(WeightsOf(feature)[from..]);
        part.Bias.CopyTo(Bias.AsSpan(from));
    }

    /// <summary>Scores one row for all labels: bias plus the weights of its features times their values.</summary>
    /// <param name="indices">The ascending features of the row's values; empty when <paramref name="values"/> names all D.</param>
    /// <param name="values">The values.</param>
    /// <param name="scores">Receives L scores (logits).</param>
    public void Score(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> scores)
    {
        // An empty row has neither indices nor values, but is not dense.
        ReadOnlySpan<int> rows = values.IsEmpty ? default : indices;
        RowPrimitives.AddScaledRows(Weights, LabelCount, rows, values, Bias, scores);
    }

    private static int Size(int featureCount, int labelCount)
    {
        long size = (long)featureCount * labelCount;
        return size <= Array.MaxLength
            ? (int)size
            : throw new ArgumentException(
                $"A model of {featureCount} features and {labelCount} labels has {size} weights; at most {Array.MaxLength} are possible. " +
                "Fewer features, by hashing or selection, or fewer labels a model make it fit.");
    }
}
