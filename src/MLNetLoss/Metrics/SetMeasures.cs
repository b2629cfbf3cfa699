namespace MLNetLoss.Metrics;

/// <summary>Compares the set of a row's predicted labels with the set of its true ones.</summary>
/// <param name="options">What 0/0 is in a row, and the betas.</param>
internal sealed class SetMeasures(MultiLabelMetricOptions options)
{
    /// <summary>Computes a row's values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">Receives them.</param>
    public void Compute(in ScoredRow row, Span<double> values)
    {
        int hits = 0, predicted = 0;
        for (int label = 0; label < row.LabelCount; label++)
        {
            bool counts = row.Predicted[label] && !float.IsNaN(row.Targets[label]);
            predicted += counts ? 1 : 0;
            hits += counts && row.Positive[label] ? 1 : 0;
        }

        int positives = row.PositiveCount;
        var sets = new ConfusionCounts(hits, predicted - hits, positives - hits, row.PresentCount - predicted - positives + hits);
        ZeroDivision zero = options.RowZeroDivision;
        values[RowSlots.SubsetAccuracy] = hits == predicted && hits == positives ? 1 : 0;
        values[RowSlots.Cardinality] = positives;
        values[RowSlots.PredictedCardinality] = predicted;
        values[RowSlots.Precision] = Defined(sets.Precision(zero));
        values[RowSlots.Recall] = Defined(sets.Recall(zero));
        values[RowSlots.F1] = Defined(sets.FBeta(1, zero));
        values[RowSlots.Jaccard] = Defined(sets.Jaccard(zero));
        for (int i = 0; i < options.Betas.Count; i++)
            values[RowSlots.FBeta(i)] = Defined(sets.FBeta(options.Betas[i], zero));
    }

    private double Defined(double value) =>
        double.IsNaN(value) && options.RowZeroDivision == ZeroDivision.LeftOut ? RowSlots.LeftOut : value;
}
