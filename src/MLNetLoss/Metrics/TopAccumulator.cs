namespace MLNetLoss.Metrics;

/// <summary>Measures of the first k places of each row's ranking.</summary>
/// <remarks>
/// A row with fewer than k labels still divides by k. Discounts are 1 / log2(place + 1), places from 1. nDCG takes fractional targets
/// as gains; the others ask whether a row has the label. The propensity-scored measures are ratios of means: what was reached over what
/// could have been (Jain et al., 2016, as pyxclib computes them).
/// </remarks>
internal sealed class TopAccumulator
{
    private readonly MultiLabelMetricOptions _options;
    private readonly double[] _discounts;
    private readonly double[] _places;
    private readonly double[] _gains;
    private readonly double[] _best;
    private readonly RowMean[] _precision;
    private readonly RowMean[] _recall;
    private readonly RowMean[] _ndcg;
    private RowMean _oneError;

    /// <summary>An accumulator without rows.</summary>
    /// <param name="labelCount">L, the number of labels.</param>
    /// <param name="options">The k, rules for ties and rows without labels, inverse propensities.</param>
    public TopAccumulator(int labelCount, MultiLabelMetricOptions options)
    {
        _options = options;
        int places = Math.Max(1, options.TopK.DefaultIfEmpty(1).Max());
        _places = new double[places];
        _discounts = [.. Enumerable.Range(2, places).Select(place => 1 / Math.Log2(place))];
        _gains = new double[labelCount];
        _best = new double[labelCount];
        _precision = new RowMean[options.TopK.Count];
        _recall = new RowMean[options.TopK.Count];
        _ndcg = new RowMean[options.TopK.Count];
        if (options.InversePropensities.Count > 0)
            Propensity = new PropensityAccumulator(options, _discounts);
    }

    /// <summary>The share of rows whose first label is wrong.</summary>
    public double OneError => _oneError.Value;

    /// <summary>The propensity-scored measures; null when no propensities are given.</summary>
    public PropensityAccumulator? Propensity { get; }

    /// <summary>Mean precision of the first k labels.</summary>
    /// <param name="index">Which k of the options.</param>
    public double Precision(int index) => _precision[index].Value;

    /// <summary>Mean recall of the first k labels.</summary>
    /// <param name="index">Which k of the options.</param>
    public double Recall(int index) => _recall[index].Value;

    /// <summary>Mean normalised discounted cumulative gain of the first k labels.</summary>
    /// <param name="index">Which k of the options.</param>
    public double Ndcg(int index) => _ndcg[index].Value;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ranked">The same row ranked.</param>
    public void Add(in ScoredRow row, RankedRow ranked)
    {
        if (row.PositiveCount == 0 && _options.EmptyRows == EmptyRows.LeftOut)
            return;
        double weight = row.Weight;
        for (int label = 0; label < _gains.Length; label++)
            _gains[label] = row.Positive[label] ? 1 : 0;
        ranked.Gains(_gains, _options.TopTies, _places);
        _oneError.Add(1 - _places[0], weight);
        for (int i = 0; i < _precision.Length; i++)
        {
            double hits = Sum(_places, _options.TopK[i]);
            _precision[i].Add(hits / _options.TopK[i], weight);
            _recall[i].Add(row.PositiveCount == 0 ? 0 : hits / row.PositiveCount, weight);
        }

        Propensity?.Add(row, ranked, _places, _gains, _best);
        AddNdcg(row, ranked);
    }

    /// <summary>Adds the rows of another accumulator.</summary>
    /// <param name="other">The other, of equal options.</param>
    public void Merge(TopAccumulator other)
    {
        _oneError.Add(other._oneError);
        for (int i = 0; i < _precision.Length; i++)
        {
            _precision[i].Add(other._precision[i]);
            _recall[i].Add(other._recall[i]);
            _ndcg[i].Add(other._ndcg[i]);
        }

        if (other.Propensity is not null)
            Propensity?.Merge(other.Propensity);
    }

    private void AddNdcg(in ScoredRow row, RankedRow ranked)
    {
        for (int label = 0; label < _gains.Length; label++)
            _gains[label] = float.IsNaN(row.Targets[label]) ? 0 : row.Targets[label];
        ranked.Gains(_gains, _options.NdcgTies, _places);
        int best = row.PositiveCount;
        if (row.IsSoft)
        {
            _gains.CopyTo(_best, 0);
            Array.Sort(_best);
            Array.Reverse(_best);
            best = _best.Length;
        }
        else
        {
            _best.AsSpan(0, best).Fill(1);
        }

        for (int i = 0; i < _ndcg.Length; i++)
        {
            int k = _options.TopK[i];
            double ideal = Discounted(_best.AsSpan(0, best), k);
            _ndcg[i].Add(ideal == 0 ? 0 : Discounted(_places, k) / ideal, row.Weight);
        }
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
        foreach (double gain in places[..k])
            sum += gain;
        return sum;
    }
}
