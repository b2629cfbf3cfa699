namespace MLNetLoss.Metrics.Decisions;

/// <summary>
/// All different outcomes that a threshold can have on some cells: one cut per distinct score, from predicting none to predicting all. A cut
/// predicts the cells whose score is greater than its threshold.
/// </summary>
internal sealed class ThresholdCuts
{
    private readonly float[] _scores;
    private readonly double[] _hits;
    private readonly double[] _predicted;
    private readonly float? _lowest;

    /// <summary>Sums the weights.</summary>
    /// <param name="cells">The cells, best score first; the number of each is its row, or its row and a multiple of their number.</param>
    /// <param name="weights">The rows' weights; none when every row weighs 1.</param>
    public ThresholdCuts(ReadOnlySpan<ulong> cells, ReadOnlySpan<float> weights)
    {
        int count = 0;
        for (int place = 0; place < cells.Length; place++)
            count += SortedCells.EndsTie(cells, place) ? 1 : 0;
        _scores = new float[count];
        _hits = new double[count + 1];
        _predicted = new double[count + 1];
        double hits = 0, predicted = 0;
        int cut = 0;
        for (int place = 0; place < cells.Length; place++)
        {
            double weight = weights.IsEmpty ? 1 : weights[SortedCells.Row(cells[place]) % weights.Length];
            hits += weight * SortedCells.Positive(cells[place]);
            predicted += weight;
            if (!SortedCells.EndsTie(cells, place))
                continue;
            _scores[cut++] = SortedCells.Score(cells[place]);
            _hits[cut] = hits;
            _predicted[cut] = predicted;
        }

        Positives = hits;
        _lowest = cells.IsEmpty || !float.IsNegativeInfinity(SortedCells.Score(cells[^1])) ? null : float.NegativeInfinity;
    }

    /// <summary>Number of cuts, at least 1.</summary>
    public int Count => _hits.Length;

    /// <summary>The weight of the positive cells.</summary>
    public double Positives { get; }

    /// <summary>The threshold of a cut.</summary>
    /// <param name="cut">The cut.</param>
    public float Threshold(int cut) => cut == 0
        ? _scores.Length == 0 ? 0 : _scores[0]
        : SortedCells.Below(_scores[cut - 1], cut < _scores.Length ? _scores[cut] : _lowest);

    /// <summary>The weight of the positive cells that a cut predicts.</summary>
    /// <param name="cut">The cut.</param>
    public double Hits(int cut) => _hits[cut];

    /// <summary>The weight of all cells that a cut predicts.</summary>
    /// <param name="cut">The cut.</param>
    public double Predicted(int cut) => _predicted[cut];

    /// <summary>The cut that predicts the same cells as a threshold.</summary>
    /// <param name="threshold">The threshold.</param>
    public int CutOf(float threshold)
    {
        int cut = 0, end = _scores.Length;
        while (cut < end)
        {
            int middle = (cut + end) / 2;
            (cut, end) = _scores[middle] > threshold ? (middle + 1, end) : (cut, middle);
        }

        return cut;
    }

    /// <summary>The precision of a cut; NaN when it predicts nothing.</summary>
    /// <param name="cut">The cut.</param>
    public double Precision(int cut) => Hits(cut) / Predicted(cut);

    /// <summary>The recall of a cut; NaN when nothing is positive.</summary>
    /// <param name="cut">The cut.</param>
    public double Recall(int cut) => Hits(cut) / Positives;

    /// <summary>The F-beta of a cut; 0 when nothing is positive or predicted.</summary>
    /// <param name="cut">The cut.</param>
    /// <param name="beta">Beta.</param>
    public double FBeta(int cut, double beta) => ThresholdMeasure.FBeta(Hits(cut), Predicted(cut), Positives, RecallWeight.Of(beta));
}
