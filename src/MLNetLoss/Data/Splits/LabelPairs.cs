using System.Runtime.InteropServices;

namespace MLNetLoss.Data.Splits;

/// <summary>
/// Turns each pair of labels that occur together into an item of its own, which makes iterative stratification second-order
/// (Szymański and Kajdanowicz, "A network perspective on stratification of multi-label data", 2017).
/// </summary>
internal static class LabelPairs
{
    /// <summary>Appends to each row the pairs of its labels, numbered after the labels.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>The rows with labels and pairs.</returns>
    public static LabelSets Append(LabelSets rows)
    {
        var pairs = new Dictionary<(int First, int Second), int>();
        var extended = new LabelSets();
        var items = new List<int>();
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<int> labels = rows[row];
            items.Clear();
            items.AddRange(labels);
            for (int i = 0; i < labels.Length; i++)
            {
                for (int j = i + 1; j < labels.Length; j++)
                {
                    if (!pairs.TryGetValue((labels[i], labels[j]), out int pair))
                        pairs.Add((labels[i], labels[j]), pair = rows.LabelCount + pairs.Count);
                    items.Add(pair);
                }
            }

            extended.Add(CollectionsMarshal.AsSpan(items));
        }

        return extended;
    }
}
