using MLNetLoss.Interop;

namespace MLNetLoss.Data;

/// <summary>L thresholds, one per label: a label is predicted when its value is strictly greater. None is NaN, which nothing exceeds.</summary>
internal static class LabelThresholds
{
    /// <summary>Checks and copies a caller's thresholds.</summary>
    /// <param name="thresholds">The thresholds.</param>
    /// <param name="labelNames">L names.</param>
    /// <exception cref="ArgumentException">There are not L thresholds, or one is NaN.</exception>
    public static float[] Copy(IReadOnlyList<float> thresholds, IReadOnlyList<string> labelNames)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        if (thresholds.Count != labelNames.Count)
        {
            throw new ArgumentException(
                $"There are {thresholds.Count} thresholds; expected one for each of the {labelNames.Count} labels.", nameof(thresholds));
        }

        for (int label = 0; label < thresholds.Count; label++)
        {
            if (float.IsNaN(thresholds[label]))
                throw new ArgumentException($"The threshold of label '{labelNames[label]}' is NaN.", nameof(thresholds));
        }

        return [.. thresholds];
    }

    /// <summary>Reads thresholds from a model file.</summary>
    /// <param name="reader">The source.</param>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <exception cref="InvalidDataException">There are not L thresholds, or one is NaN.</exception>
    public static float[] Read(ModelReader reader, int labelCount)
    {
        float[] thresholds = reader.ReadArray<float>(labelCount, "thresholds");
        int noNumber = Array.FindIndex(thresholds, float.IsNaN);
        return noNumber < 0 ? thresholds : throw reader.Damaged($"the threshold of label {noNumber} is NaN");
    }
}
