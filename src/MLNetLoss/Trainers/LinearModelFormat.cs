using MLNetLoss.Interop;
using MLNetLoss.Solvers;

namespace MLNetLoss.Trainers;

/// <summary>
/// Reads and writes the D x L weights of a linear model, feature by feature: densely, or only the non-zero ones, whichever is smaller.
/// </summary>
internal static class LinearModelFormat
{
    private const int Dense = 0;
    private const int Sparse = 1;

    // A file may claim AlwaysBelieved weights whatever it holds; beyond that it must store at least one number per WeightsPerStored weights,
    // so that a few hostile kilobytes cannot cause gigabytes to be allocated. A sparser model is written densely.
    private const int AlwaysBelieved = 1 << 20;
    private const int WeightsPerStored = 64;

    /// <summary>Writes the weights.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="model">The model.</param>
    public static void Write(ModelWriter writer, LinearModel model)
    {
        int nonZero = model.Weights.Length - model.Weights.AsSpan().Count(0f);

        // A non-zero weight takes its value and its label; a feature takes the number of its weights.
        long stored = (2L * nonZero) + model.FeatureCount;
        bool sparse = stored < model.Weights.Length && IsBelievable(model.Weights.Length, stored);
        writer.Write(sparse ? Sparse : Dense);
        if (!sparse)
        {
            writer.Write<float>(model.Weights);
            return;
        }

        var counts = new int[model.FeatureCount];
        var labels = new int[nonZero];
        var values = new float[nonZero];
        int next = 0;
        for (int feature = 0; feature < model.FeatureCount; feature++)
        {
            ReadOnlySpan<float> weights = model.WeightsOf(feature);
            int start = next;
            for (int label = 0; label < weights.Length; label++)
            {
                if (weights[label] == 0)
                    continue;
                labels[next] = label;
                values[next++] = weights[label];
            }

            counts[feature] = next - start;
        }

        writer.Write<int>(counts);
        writer.Write<int>(labels);
        writer.Write<float>(values);
    }

    /// <summary>Reads the weights.</summary>
    /// <param name="reader">The source.</param>
    /// <param name="featureCount">D, the number of features.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="bias">L biases.</param>
    public static LinearModel Read(ModelReader reader, int featureCount, int labelCount, float[] bias)
    {
        long size = (long)featureCount * labelCount;
        int form = reader.ReadInt32();
        if (form == Dense)
            return new LinearModel(featureCount, labelCount, reader.ReadArray<float>(size, "weights"), bias);
        if (form != Sparse || size > Array.MaxLength)
            throw reader.Damaged($"its weights are of form {form} and number {size}");

        int[] counts = reader.ReadArray<int>(featureCount, "features");
        int[] labels = reader.ReadArray<int>();
        float[] values = reader.ReadArray<float>(labels.Length, "weights");
        if (!IsBelievable(size, (2L * labels.Length) + featureCount))
            throw reader.Damaged($"it claims {size} weights and holds {labels.Length}");
        if (counts.Any(count => count < 0 || count > labelCount) || counts.Sum(count => (long)count) != labels.Length)
            throw reader.Damaged($"the weights of its features do not add up");
        var model = new LinearModel(featureCount, labelCount, new float[size], bias);
        int next = 0;
        for (int feature = 0; feature < featureCount; feature++)
        {
            Span<float> weights = model.WeightsOf(feature);
            for (int end = next + counts[feature]; next < end; next++)
            {
                if ((uint)labels[next] >= (uint)labelCount)
                    throw reader.Damaged($"it has a weight for label {labels[next]} of {labelCount}");
                weights[labels[next]] = values[next];
            }
        }

        return model;
    }

    private static bool IsBelievable(long size, long stored) => size <= AlwaysBelieved || size <= WeightsPerStored * stored;
}
