using Microsoft.ML.Data;

namespace MLNetLoss.Data;

/// <summary>Turns the labels of a row, listed by number, into a vector with one slot a label.</summary>
internal static class LabelIndices
{
    /// <summary>Writes 1 into the slot of each label listed.</summary>
    /// <param name="labels">The labels, in any order, repeated or not; sorted afterwards.</param>
    /// <param name="count">Number of slots.</param>
    /// <param name="destination">The vector, sparse; its memory is used when it suffices.</param>
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
