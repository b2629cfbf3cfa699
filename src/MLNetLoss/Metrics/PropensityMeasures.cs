namespace MLNetLoss.Metrics;

/// <summary>
/// Propensity-scored precision and nDCG at k (Jain, Prabhu and Varma, 2016): hits weigh their label's inverse propensity, and the mean
/// is divided by the best that any ranking reaches. nDCG divides each row by the discounts of the places its labels could fill.
/// </summary>
/// <param name="options">The k, the rule for ties, the inverse propensities.</param>
/// <param name="slots">Where values stand.</param>
/// <param name="discounts">The discount of each place.</param>
internal sealed class PropensityMeasures(MultiLabelMetricOptions options, RowSlots slots, double[] discounts)
{
    private readonly double[] _inverse = [.. options.InversePropensities];

    /// <summary>Computes a row's values: what is reached, and the best that could be.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    /// <param name="values">Receives them.</param>
    /// <param name="places">Scratch, one a place.</param>
    /// <param name="gains">Scratch, one a label: the first places may be all.</param>
    /// <param name="best">Scratch, one a label.</param>
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
