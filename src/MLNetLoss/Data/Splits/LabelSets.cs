using System.Runtime.InteropServices;

namespace MLNetLoss.Data.Splits;

/// <summary>The label set of each row, as numbers from 0; rows are appended one by one.</summary>
internal sealed class LabelSets
{
    private readonly List<int> _labels = [];
    private readonly List<int> _ends = [];

    /// <summary>The number of rows.</summary>
    public int Count => _ends.Count;

    /// <summary>One more than the largest label of any row.</summary>
    public int LabelCount { get; private set; }

    /// <summary>The labels of a row, ascending, each once; valid until a row is added.</summary>
    /// <param name="row">The row.</param>
    public ReadOnlySpan<int> this[int row]
    {
        get
        {
            int start = row == 0 ? 0 : _ends[row - 1];
            return CollectionsMarshal.AsSpan(_labels)[start.._ends[row]];
        }
    }

    /// <summary>Appends a row.</summary>
    /// <param name="labels">Its labels, in any order, repeated or not; sorted afterwards.</param>
    public void Add(Span<int> labels)
    {
        labels.Sort();
        for (int i = 0; i < labels.Length; i++)
        {
            if (i == 0 || labels[i] != labels[i - 1])
                _labels.Add(labels[i]);
        }

        _ends.Add(_labels.Count);
        if (labels.Length > 0)
            LabelCount = Math.Max(LabelCount, labels[^1] + 1);
    }
}
