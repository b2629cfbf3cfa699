using System.Runtime.CompilerServices;

namespace MLNetLoss.Metrics;

/// <summary>Measures of the first k places of a row's ranking.</summary>
/// <remarks>
/// Precision divides by k even where there are fewer labels. Discounts are 1 / log2(place + 1), places counted from 1. nDCG takes fractional
/// targets as gains; the others ask whether the row has the label. The propensity-scored measures are ratios of means: the value reached over
/// the best possible (Jain et al., 2016, as pyxclib computes them).
/// </remarks>
internal sealed class TopMeasures
{
    private readonly MultiLabelMetricOptions _options;
    private readonly RowSlots _slots;
    private readonly double[] _discounts;
    private readonly double[] _places;
    private readonly double[] _gains;
    private readonly double[] _best;
    private readonly PropensityMeasures? _propensity;

    /// <summary>Allocates the scratch space.</summary>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="options">The k, rules for ties and rows without labels, inverse propensities.</param>
    /// <param name="slots">Where values stand.</param>
    public TopMeasures(int labelCount, MultiLabelMetricOptions options, RowSlots slots)
    {
        _options = options;
        _slots = slots;
        int places = Math.Min(options.TopK.DefaultIfEmpty(1).Max(), labelCount);
        _places = new double[places];
        _discounts = [.. Enumerable.Range(2, places).Select(place => 1 / Math.Log2(place))];
        _gains = new double[labelCount];
        _best = new double[labelCount];
        if (options.InversePropensities.Count > 0)
            _propensity = new PropensityMeasures(options, slots, _discounts);
    }

    /// <summary>Computes a row's values.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    /// <param name="values">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(in ScoredRow row, RankedRow ranked, Span<double> values)
    {
        if (row.PositiveCount == 0 && _options.EmptyRows == EmptyRows.LeftOut)
        {
            values[RowSlots.OneError] = RowSlots.LeftOut;
            values[_slots.At(RowSlots.Top.Precision, 0).._slots.Count].Fill(RowSlots.LeftOut);
            return;
        }

        for (int place = 0; place < ranked.HeadCount; place++)
            _gains[place] = row.Positive[ranked.Label(place)] ? 1 : 0;
        ranked.Gains(_gains, _options.TopTies, _places);
        values[RowSlots.OneError] = 1 - _places[0];
        for (int i = 0; i < _options.TopK.Count; i++)
        {
            double hits = Sum(_places, _options.TopK[i]);
            values[_slots.At(RowSlots.Top.Precision, i)] = hits / _options.TopK[i];
            values[_slots.At(RowSlots.Top.Recall, i)] = row.PositiveCount == 0 ? 0 : hits / row.PositiveCount;
        }

        _propensity?.Compute(row, ranked, values, _places, _gains, _best);
        ComputeNdcg(row, ranked, values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeNdcg(in ScoredRow row, RankedRow ranked, Span<double> values)
    {
        for (int place = 0; place < ranked.HeadCount; place++)
            _gains[place] = row.Targets[ranked.Label(place)];
        ranked.Gains(_gains, _options.NdcgTies, _places);
        int best = row.PositiveCount;
        if (row.IsSoft)
            best = SortTargets(row);
        else
            _best.AsSpan(0, best).Fill(1);

        for (int i = 0; i < _options.TopK.Count; i++)
        {
            int k = _options.TopK[i];
            double ideal = Discounted(_best.AsSpan(0, best), k);
            values[_slots.At(RowSlots.Top.Ndcg, i)] = ideal == 0 ? 0 : Discounted(_places, k) / ideal;
        }
    }

    /// <summary>Sorts the gains of the ideal ranking, the greatest first.</summary>
    private int SortTargets(in ScoredRow row)
    {
        for (int label = 0; label < _best.Length; label++)
            _best[label] = float.IsNaN(row.Targets[label]) ? 0 : row.Targets[label];
        Array.Sort(_best);
        Array.Reverse(_best);
        return _best.Length;
    }

    private double Discounted(ReadOnlySpan<double> gains, int k)
    {
        double sum = 0;
        for (int place = 0; place < Math.Min(k, gains.Length); place++)
            sum += gains[place] * _discounts[place];
        return sum;
    }

    private static double Sum(ReadOnlySpan<double> places, int k)
    {
        double sum = 0;
        foreach (double gain in places[..Math.Min(k, places.Length)])
            sum += gain;
        return sum;
    }
}
