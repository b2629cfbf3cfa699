namespace MLNetLoss.Metrics;

/// <summary>
/// Propensity-scored precision and nDCG at k (Jain, Prabhu and Varma, 2016): hits weigh their label's inverse propensity, and the mean
/// is divided by the best that any ranking reaches. nDCG divides each row by the discounts of the places its labels could fill.
/// </summary>
/// <param name="options">The k, the rule for ties, the inverse propensities.</param>
/// <param name="discounts">The discount of each place.</param>
internal sealed class PropensityAccumulator(MultiLabelMetricOptions options, double[] discounts)
{
    private readonly double[] _inverse = [.. options.InversePropensities];
    private readonly RowMean[] _precision = new RowMean[options.TopK.Count];
    private readonly RowMean[] _bestPrecision = new RowMean[options.TopK.Count];
    private readonly RowMean[] _ndcg = new RowMean[options.TopK.Count];
    private readonly RowMean[] _bestNdcg = new RowMean[options.TopK.Count];

    /// <summary>Propensity-scored precision of the first k labels.</summary>
    /// <param name="index">Which k of the options.</param>
    public double Precision(int index) => _precision[index].Value / _bestPrecision[index].Value;

    /// <summary>Propensity-scored nDCG of the first k labels.</summary>
    /// <param name="index">Which k of the options.</param>
    public double Ndcg(int index) => _ndcg[index].Value / _bestNdcg[index].Value;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    /// <param name="places">Scratch, one a place.</param>
    /// <param name="gains">Scratch, one a label.</param>
    /// <param name="best">Scratch, one a label.</param>
    public void Add(in ScoredRow row, RankedRow ranked, Span<double> places, Span<double> gains, Span<double> best)
    {
        int filled = 0;
        for (int label = 0; label < gains.Length; label++)
        {
            gains[label] = row.Positive[label] ? _inverse[label] : 0;
            if (row.Positive[label])
                best[filled++] = -_inverse[label];
        }

        best = best[..filled];
        best.Sort();
        ranked.Gains(gains, options.TopTies, places);
        for (int i = 0; i < _precision.Length; i++)
        {
            int k = options.TopK[i];
            double sum = 0, discounted = 0, bestSum = 0, bestDiscounted = 0, possible = 0;
            for (int place = 0; place < k; place++)
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

            _precision[i].Add(sum / k, row.Weight);
            _bestPrecision[i].Add(bestSum / k, row.Weight);
            _ndcg[i].Add(filled == 0 ? 0 : discounted / possible, row.Weight);
            _bestNdcg[i].Add(filled == 0 ? 0 : bestDiscounted / possible, row.Weight);
        }
    }

    /// <summary>Adds the rows of another accumulator.</summary>
    /// <param name="other">The other, of equal options.</param>
    public void Merge(PropensityAccumulator other)
    {
        for (int i = 0; i < _precision.Length; i++)
        {
            _precision[i].Add(other._precision[i]);
            _bestPrecision[i].Add(other._bestPrecision[i]);
            _ndcg[i].Add(other._ndcg[i]);
            _bestNdcg[i].Add(other._bestNdcg[i]);
        }
    }
}
