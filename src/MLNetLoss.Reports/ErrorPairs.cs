namespace MLNetLoss.Reports;

/// <summary>Counts which labels are missed where which others are predicted wrongly.</summary>
internal sealed class ErrorPairs
{
    private readonly Dictionary<(int Missed, int False), double> _weights = [];
    private readonly List<int> _missed = [];
    private readonly List<int> _false = [];

    /// <summary>Adds a row.</summary>
    /// <param name="predicted">L predictions.</param>
    /// <param name="targets">L targets; NaN where missing.</param>
    /// <param name="weight">The row's weight.</param>
    public void Add(ReadOnlySpan<bool> predicted, ReadOnlySpan<float> targets, float weight)
    {
        _missed.Clear();
        _false.Clear();
        for (int label = 0; label < predicted.Length; label++)
        {
            if (float.IsNaN(targets[label]))
                continue;
            bool has = targets[label] > 0.5f;
            if (has != predicted[label])
                (has ? _missed : _false).Add(label);
        }

        foreach (int missed in _missed)
        {
            foreach (int wrong in _false)
                _weights[(missed, wrong)] = _weights.GetValueOrDefault((missed, wrong)) + weight;
        }
    }

    /// <summary>Returns the pairs, the heaviest first.</summary>
    public ErrorPair[] Pairs() =>
    [
        .. _weights.Select(pair => new ErrorPair(pair.Key.Missed, pair.Key.False, pair.Value))
            .OrderByDescending(pair => pair.Weight).ThenBy(pair => pair.Missed).ThenBy(pair => pair.False),
    ];
}
