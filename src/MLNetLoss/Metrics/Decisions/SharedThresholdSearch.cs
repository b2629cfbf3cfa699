using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics.Decisions;

/// <summary>
/// Finds the one threshold for all labels that maximises F-beta. Exact: as the threshold falls below one cell after the other, only the F-beta
/// of that cell's label (macro), of its row (samples) or of all cells (micro) changes, and their mean is updated.
/// </summary>
internal static class SharedThresholdSearch
{
    /// <summary>Finds the threshold. Of equally good ones the one that predicts fewest cells wins.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="averaging">Micro, macro or samples.</param>
    /// <param name="beta">Beta.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>The threshold and its F-beta, in which a label, a row or the whole without positive or predicted cells counts as 0.</returns>
    public static (float Threshold, double Value) Find(DecisionRows rows, Averaging averaging, double beta, CancellationToken cancellation)
    {
        ReadOnlySpan<ulong> cells = rows.SortAll();
        cancellation.ThrowIfCancellationRequested();
        var groups = new Groups(rows, averaging, RecallWeight.Of(beta));
        foreach (ulong cell in cells)
            groups.AddPositive(cell);

        double best = 0;
        int above = 0;
        for (int place = 0; place < cells.Length; place++)
        {
            groups.Predict(cells[place]);
            if (SortedCells.EndsTie(cells, place) && groups.Mean > best)
                (best, above) = (groups.Mean, place + 1);
        }

        return (SortedCells.Threshold(cells, above), best);
    }

    /// <summary>The groups of cells that have an F-beta: all cells, those of each label, or those of each row.</summary>
    private struct Groups
    {
        private readonly int _rowCount;
        private readonly Averaging _averaging;
        private readonly float[] _weights;
        private readonly double _square;
        private readonly double[] _hits;
        private readonly double[] _predicted;
        private readonly double[] _positives;
        private CompensatedSum _sum;

        public Groups(DecisionRows rows, Averaging averaging, double square)
        {
            (_rowCount, _averaging, _square, _weights) = (rows.RowCount, averaging, square, rows.Weights.ToArray());
            int count = averaging switch { Averaging.Micro => 1, Averaging.Macro => rows.LabelCount, _ => rows.RowCount };
            (_hits, _predicted, _positives) = (new double[count], new double[count], new double[count]);
            Total = averaging == Averaging.Macro ? rows.KnownLabelCount : count;
            if (averaging == Averaging.Samples && _weights.Length > 0)
            {
                var sum = new CompensatedSum();
                foreach (float weight in _weights)
                    sum.Add(weight);
                Total = sum.Value;
            }
        }

        private double Total { get; }

        public readonly double Mean => _sum.Value / Total;

        public readonly void AddPositive(ulong cell)
        {
            (int group, double weight, _) = Place(cell);
            _positives[group] += weight * SortedCells.Positive(cell);
        }

        public void Predict(ulong cell)
        {
            (int group, double weight, double groupWeight) = Place(cell);
            double before = ThresholdMeasure.FBeta(_hits[group], _predicted[group], _positives[group], _square);
            _hits[group] += weight * SortedCells.Positive(cell);
            _predicted[group] += weight;
            double after = ThresholdMeasure.FBeta(_hits[group], _predicted[group], _positives[group], _square);
            if (after != before)
                _sum.Add(groupWeight * (after - before));
        }

        // A row's weight counts in the sums of all cells and of a label. It does not change the F-beta of the row, but weights it in the mean.
        private readonly (int Group, double Weight, double GroupWeight) Place(ulong cell)
        {
            int number = SortedCells.Row(cell);
            int label = Math.DivRem(number, _rowCount, out int row);
            double weight = _weights.Length == 0 ? 1 : _weights[row];
            return _averaging switch
            {
                Averaging.Micro => (0, weight, 1),
                Averaging.Macro => (label, weight, 1),
                _ => (row, 1, weight),
            };
        }
    }
}
