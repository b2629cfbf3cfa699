using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>Getters of vectors that are computed once a row into memory of the row's own, whichever of them is asked first.</summary>
internal static class RowVectors
{
    /// <summary>Gives the values.</summary>
    /// <param name="row">Computes them.</param>
    /// <param name="values">Where they are then.</param>
    public static ValueGetter<VBuffer<float>> Values(OncePerRow row, float[] values) => (ref VBuffer<float> value) =>
    {
        row.Ensure();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    };

    /// <summary>Says which values are greater than their thresholds.</summary>
    /// <param name="row">Computes the values.</param>
    /// <param name="values">Where they are then.</param>
    /// <param name="thresholds">As many thresholds.</param>
    public static ValueGetter<VBuffer<bool>> Decisions(OncePerRow row, float[] values, float[] thresholds) => (ref VBuffer<bool> value) =>
    {
        row.Ensure();
        VBufferEditor<bool> editor = VBufferEditor.Create(ref value, values.Length);
        for (int label = 0; label < values.Length; label++)
            editor.Values[label] = values[label] > thresholds[label];
        value = editor.Commit();
    };
}
