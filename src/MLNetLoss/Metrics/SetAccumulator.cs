namespace MLNetLoss.Metrics;

/// <summary>Measures that compare, row by row, the set of predicted labels with the set of true ones.</summary>
/// <param name="options">What 0/0 is in a row, and the betas.</param>
internal sealed class SetAccumulator(MultiLabelMetricOptions options)
{
    private readonly RowMean[] _fBeta = new RowMean[options.Betas.Count];
    private RowMean _exact;
    private RowMean _precision;
    private RowMean _recall;
    private RowMean _f1;
    private RowMean _jaccard;
    private RowMean _trueCardinality;
    private RowMean _predictedCardinality;

    /// <summary>The share of rows whose two sets are equal.</summary>
    public double SubsetAccuracy => _exact.Value;

    /// <summary>Mean precision of a row.</summary>
    public double Precision => _precision.Value;

    /// <summary>Mean recall of a row.</summary>
    public double Recall => _recall.Value;

    /// <summary>Mean F1 of a row.</summary>
    public double F1 => _f1.Value;

    /// <summary>Mean Jaccard index of a row.</summary>
    public double Jaccard => _jaccard.Value;

    /// <summary>Mean number of labels of a row.</summary>
    public double Cardinality => _trueCardinality.Value;

    /// <summary>Mean number of predicted labels of a row.</summary>
    public double PredictedCardinality => _predictedCardinality.Value;

    /// <summary>Mean F measure of a row.</summary>
    /// <param name="index">Which of the options' betas.</param>
    public double FBeta(int index) => _fBeta[index].Value;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    public void Add(in ScoredRow row)
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
        double weight = row.Weight;
        _exact.Add(hits == predicted && hits == positives ? 1 : 0, weight);
        _trueCardinality.Add(positives, weight);
        _predictedCardinality.Add(predicted, weight);
        ZeroDivision zero = options.RowZeroDivision;
        Add(ref _precision, sets.Precision(zero), weight);
        Add(ref _recall, sets.Recall(zero), weight);
        Add(ref _f1, sets.FBeta(1, zero), weight);
        Add(ref _jaccard, sets.Jaccard(zero), weight);
        for (int i = 0; i < _fBeta.Length; i++)
            Add(ref _fBeta[i], sets.FBeta(options.Betas[i], zero), weight);
    }

    /// <summary>Adds the rows of another accumulator.</summary>
    /// <param name="other">The other, of equal options.</param>
    public void Merge(SetAccumulator other)
    {
        _exact.Add(other._exact);
        _precision.Add(other._precision);
        _recall.Add(other._recall);
        _f1.Add(other._f1);
        _jaccard.Add(other._jaccard);
        _trueCardinality.Add(other._trueCardinality);
        _predictedCardinality.Add(other._predictedCardinality);
        for (int i = 0; i < _fBeta.Length; i++)
            _fBeta[i].Add(other._fBeta[i]);
    }

    private void Add(ref RowMean mean, double value, double weight)
    {
        if (!double.IsNaN(value) || options.RowZeroDivision != ZeroDivision.LeftOut)
            mean.Add(value, weight);
    }
}
