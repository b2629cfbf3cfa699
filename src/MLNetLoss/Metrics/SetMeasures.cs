using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Compares the set of a row's predicted labels with the set of its true ones.</summary>
/// <param name="options">The value of 0/0 in a row, and the betas.</param>
internal sealed class SetMeasures(MultiLabelMetricOptions options)
{
    /// <summary>Computes a row's values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(in ScoredRow row, Span<double> values)
    {
        var sets = ConfusionCounts.OfRow(row.Predicted, row.Targets);
        ZeroDivision zero = options.RowZeroDivision;
        values[RowSlots.SubsetAccuracy] = sets.FalsePositives + sets.FalseNegatives == 0 ? 1 : 0;
        values[RowSlots.Cardinality] = sets.Support;
        values[RowSlots.PredictedCardinality] = sets.Predicted;
        values[RowSlots.Precision] = Defined(sets.Precision(zero));
        values[RowSlots.Recall] = Defined(sets.Recall(zero));
        values[RowSlots.F1] = Defined(sets.FBeta(1, zero));
        values[RowSlots.Jaccard] = Defined(sets.Jaccard(zero));
        values[RowSlots.Specificity] = Defined(sets.Specificity(zero));
        values[RowSlots.NegativePredictiveValue] = Defined(sets.NegativePredictiveValue(zero));
        for (int i = 0; i < options.Betas.Count; i++)
            values[RowSlots.FBeta(i)] = Defined(sets.FBeta(options.Betas[i], zero));
    }

    private double Defined(double value) =>
        double.IsNaN(value) && options.RowZeroDivision == ZeroDivision.LeftOut ? RowSlots.LeftOut : value;
}
