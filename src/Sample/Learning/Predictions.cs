using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetLoss.Sample.Learning;

/// <summary>Reads predictions out of scored data.</summary>
internal static class Predictions
{
    /// <summary>The names of the labels, in the order of the columns' slots.</summary>
    /// <param name="schema">The columns of scored data.</param>
    public static string[] LabelNames(DataViewSchema schema)
    {
        DataViewSchema.Column score = schema["Score"];
        if (!score.HasSlotNames())
            return [.. Enumerable.Range(0, ((VectorDataViewType)score.Type).Size).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>The most likely labels of a row, in descending order; ties keep the order of the labels.</summary>
    /// <param name="probabilities">One probability a label.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<int> Top(float[] probabilities, int count) =>
        Enumerable.Range(0, probabilities.Length).OrderByDescending(label => probabilities[label]).Take(count);
}
