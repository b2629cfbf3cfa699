using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>Turns a row's list of label numbers into a vector with one slot per label.</summary>
internal static class LabelIndices
{
    /// <summary>Writes 1 into the slot of each listed label.</summary>
    /// <param name="labels">The labels, in any order and possibly repeated; sorted in place.</param>
    /// <param name="count">Number of slots.</param>
    /// <param name="destination">The vector, sparse; its memory is reused if large enough.</param>
    public static void ToVector(Span<int> labels, int count, ref VBuffer<float> destination)
    {
        labels.Sort();
        int distinct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (i == 0 || labels[i] != labels[i - 1])
                labels[distinct++] = labels[i];
        }

        VBufferEditor<float> editor = VBufferEditor.Create(ref destination, count, distinct);
        editor.Values.Fill(1);
        if (distinct < count)
            labels[..distinct].CopyTo(editor.Indices);
        destination = editor.Commit();
    }
}
