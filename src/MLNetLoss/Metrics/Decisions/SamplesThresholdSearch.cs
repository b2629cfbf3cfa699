namespace MLNetLoss.Metrics.Decisions;

/// <summary>
/// Coordinate ascent on the mean F-beta of the rows, with one threshold per label. Labels share rows, so the best threshold of one depends on
/// the others: with these kept, the best of one is found exactly, label after label, until none moves. No change of a single threshold can
/// improve the result; a change of several at once might.
/// </summary>
internal sealed class SamplesThresholdSearch
{
    // A gain below this share of the total weight is rounding, and could make labels move in circles.
    private const double Rounding = 1e-12;

    private readonly DecisionRows _rows;
    private readonly double _square;
    private readonly ulong[][] _cells;
    private readonly RowCounts[] _counts;
    private readonly int[] _above;
    private readonly double _total;

    /// <summary>Sorts the cells.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="beta">Beta.</param>
    /// <param name="parallel">How to run.</param>
    public SamplesThresholdSearch(DecisionRows rows, double beta, ParallelOptions parallel)
    {
        _rows = rows;
        _square = RecallWeight.Of(beta);
        _cells = new ulong[rows.LabelCount][];
        _counts = new RowCounts[rows.RowCount];
        _above = new int[rows.LabelCount];
        rows.ForEachSorted(parallel, (label, walk) => _cells[label] = rows.Sort(walk, label).ToArray());
        foreach (ulong[] cells in _cells)
        {
            foreach (ulong cell in cells)
                _counts[SortedCells.Row(cell)].Positives += SortedCells.Positive(cell);
        }

        for (int row = 0; row < _counts.Length; row++)
            _total += Weight(row);
    }

    /// <summary>The mean F-beta of the rows at the current thresholds; a row without a hit counts as 0.</summary>
    public double Value
    {
        get
        {
            double sum = 0;
            for (int row = 0; row < _counts.Length; row++)
                sum += Weight(row) * FBeta(_counts[row].Hits, _counts[row].Predicted, _counts[row].Positives);
            return sum / _total;
        }
    }

    /// <summary>The current threshold of a label.</summary>
    /// <param name="label">The label.</param>
    public float Threshold(int label) => SortedCells.Threshold(_cells[label], _above[label]);

    /// <summary>Sets the thresholds.</summary>
    /// <param name="thresholds">L thresholds.</param>
    public void Set(ReadOnlySpan<float> thresholds)
    {
        for (int label = 0; label < _cells.Length; label++)
        {
            Predict(label, _above[label], -1);
            _above[label] = SortedCells.Above(_cells[label], thresholds[label]);
            Predict(label, _above[label], 1);
        }
    }

    /// <summary>Moves thresholds while that improves the mean.</summary>
    /// <param name="isFixed">Labels that keep their threshold.</param>
    /// <param name="cancellation">Stops the search.</param>
    public void Ascend(ReadOnlySpan<bool> isFixed, CancellationToken cancellation)
    {
        bool moved = true;
        while (moved)
        {
            moved = false;
            for (int label = 0; label < _cells.Length; label++)
            {
                cancellation.ThrowIfCancellationRequested();
                moved |= !isFixed[label] && Move(label);
            }
        }
    }

    // A row's gain from predicting the label does not depend on the threshold, so the best cut is the greatest prefix sum of gains.
    private bool Move(int label)
    {
        ReadOnlySpan<ulong> cells = _cells[label];
        int stood = _above[label], best = 0;
        Predict(label, stood, -1);
        double gain = 0, greatest = 0, standing = 0;
        for (int place = 0; place < cells.Length; place++)
        {
            int row = SortedCells.Row(cells[place]), positive = SortedCells.Positive(cells[place]);
            RowCounts counts = _counts[row];
            if (counts.Hits + positive > 0)
            {
                gain += Weight(row) * (FBeta(counts.Hits + positive, counts.Predicted + 1, counts.Positives)
                    - FBeta(counts.Hits, counts.Predicted, counts.Positives));
            }

            if (gain > greatest && SortedCells.EndsTie(cells, place))
                (greatest, best) = (gain, place + 1);
            if (place + 1 == stood)
                standing = gain;
        }

        bool moves = greatest > standing + (Rounding * _total);
        _above[label] = moves ? best : stood;
        Predict(label, _above[label], 1);
        return moves;
    }

    private void Predict(int label, int above, int sign)
    {
        foreach (ulong cell in _cells[label].AsSpan(0, above))
        {
            ref RowCounts counts = ref _counts[SortedCells.Row(cell)];
            counts.Predicted += sign;
            counts.Hits += sign * SortedCells.Positive(cell);
        }
    }

    private double Weight(int row) => _rows.Weights.IsEmpty ? 1 : _rows.Weights[row];

    private double FBeta(int hits, int predicted, int positives) => ThresholdMeasure.FBeta(hits, predicted, positives, _square);

    private struct RowCounts
    {
        public int Hits;
        public int Predicted;
        public int Positives;
    }
}
