namespace MLNetLoss.Metrics;

/// <summary>
/// Propensity-scored precision and nDCG at k (Jain, Prabhu and Varma, 2016): a hit counts its label's inverse propensity, and the mean is
/// divided by that of the best ranking. For nDCG each row is first divided by the discounts of the places its labels could fill.
/// </summary>
/// <param name="options">The k, the rule for ties, the inverse propensities.</param>
/// <param name="slots">The positions of values.</param>
/// <param name="discounts">The discount of each place.</param>
internal sealed class PropensityMeasures(MultiLabelMetricOptions options, RowSlots slots, double[] discounts)
{
    private readonly double[] _inverse = [.. options.InversePropensities];

    /// <summary>Computes a row's values: those reached, and the best possible.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    /// <param name="values">Receives them.</param>
    /// <param name="places">Scratch, one per place.</param>
    /// <param name="gains">Scratch, one per label.</param>
    /// <param name="best">Scratch, one per label.</param>
    public void Compute(
        in ScoredRow row, RankedRow ranked, Span<double> values, Span<double> places, Span<double> gains, Span<double> best)
    {
        int filled = 0;
        for (int label = 0; label < _inverse.Length; label++)
        {
            if (row.Positive[label])
                best[filled++] = -_inverse[label];
        }

        for (int place = 0; place < ranked.HeadCount; place++)
        {
            int label = ranked.Label(place);
            gains[place] = row.Positive[label] ? _inverse[label] : 0;
        }

        best = best[..filled];
        best.Sort();
        ranked.Gains(gains, options.TopTies, places);
        for (int i = 0; i < options.TopK.Count; i++)
        {
            int k = options.TopK[i];
            double sum = 0, discounted = 0, bestSum = 0, bestDiscounted = 0, possible = 0;
            for (int place = 0; place < Math.Min(k, places.Length); place++)
            {
                sum += places[place];
                discounted += places[place] * discounts[place];
                if (place < filled)
                {
                    bestSum -= best[place];
                    bestDiscounted -= best[place] * discounts[place];
                    possible += discounts[place];
                }
            }

            values[slots.At(RowSlots.Top.PropensityPrecision, i)] = sum / k;
            values[slots.At(RowSlots.Top.BestPropensityPrecision, i)] = bestSum / k;
            values[slots.At(RowSlots.Top.PropensityNdcg, i)] = filled == 0 ? 0 : discounted / possible;
            values[slots.At(RowSlots.Top.BestPropensityNdcg, i)] = filled == 0 ? 0 : bestDiscounted / possible;
        }
    }
}
