using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>Getters of vectors that are computed once per row into the row's own memory, whichever is read first.</summary>
internal static class RowVectors
{
    /// <summary>A getter of the values.</summary>
    /// <param name="row">Computes them.</param>
    /// <param name="values">Where they are stored.</param>
    public static ValueGetter<VBuffer<float>> Values(OncePerRow row, float[] values) => (ref VBuffer<float> value) =>
    {
        row.Ensure();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    };

    /// <summary>A getter of whether each value is greater than its threshold.</summary>
    /// <param name="row">Computes the values.</param>
    /// <param name="values">Where they are stored.</param>
    /// <param name="thresholds">One threshold per value.</param>
    public static ValueGetter<VBuffer<bool>> Decisions(OncePerRow row, float[] values, float[] thresholds) => (ref VBuffer<bool> value) =>
    {
        row.Ensure();
        VBufferEditor<bool> editor = VBufferEditor.Create(ref value, values.Length);
        for (int label = 0; label < values.Length; label++)
            editor.Values[label] = values[label] > thresholds[label];
        value = editor.Commit();
    };
}
