namespace MLNetLoss.Metrics;

public sealed partial class MultiLabelClassificationMetrics
{
    private readonly TopValues[] _top;

    /// <summary>Label ranking average precision: the mean precision at the places where a row's own labels are ranked.</summary>
    public double LabelRankingAveragePrecision { get; }

    /// <summary>The mean number of best-ranked labels it takes to cover all labels of a row.</summary>
    public double CoverageError { get; }

    /// <summary>The mean share of wrongly ordered pairs, among a row's pairs of a label it has and one it does not have.</summary>
    public double RankingLoss { get; }

    /// <summary>The mean number of wrongly ordered pairs of a row.</summary>
    public double ErrorSetSize { get; }

    /// <summary>The share of rows with a wrongly ordered pair.</summary>
    public double IsError { get; }

    /// <summary>The share of rows whose best-ranked label is wrong; a row without labels counts as wrong.</summary>
    public double OneError { get; }

    /// <summary>Mean area under a row's ROC curve, over the rows that have some labels but not all.</summary>
    public double SamplesRocAuc { get; }

    /// <summary>
    /// Mean average precision of a row: <see cref="LabelRankingAveragePrecision"/>, except that a row without labels counts as 0, or
    /// is left out (see <see cref="MultiLabelMetricOptions.EmptyRows"/>).
    /// </summary>
    public double SamplesAveragePrecision { get; }

    /// <summary>Area under the ROC curve of all cells together; NaN for one class.</summary>
    public double MicroRocAuc { get; }

    /// <summary>
    /// Mean area under the ROC curve of the labels. By default one-class labels are left out (<see cref="OneClassLabelCount"/> says how many),
    /// where scikit-learn 1.2 raises an exception and 1.6 returns NaN; see <see cref="MultiLabelMetricOptions.OneClassLabels"/>.
    /// </summary>
    public double MacroRocAuc => Area(label => label.RocAuc, _ => 1);

    /// <summary>The same weighted by support.</summary>
    public double WeightedRocAuc => Area(label => label.RocAuc, label => label.Support);

    /// <summary>Average precision of all cells together.</summary>
    public double MicroAveragePrecision { get; }

    /// <summary>
    /// Mean average precision of the labels. By default one-class labels are left out, so that it is the mean over the same labels as
    /// <see cref="MacroRocAuc"/>; scikit-learn's mean counts them, as 0 or 1
    /// (see <see cref="MultiLabelMetricOptions.AveragePrecisionOfOneClassCounts"/>).
    /// </summary>
    public double MacroAveragePrecision => AveragePrecisions(_ => 1);

    /// <summary>The same weighted by support.</summary>
    public double WeightedAveragePrecision => AveragePrecisions(label => label.Support);

    /// <summary>The mean share of the k best-ranked labels that the row has.</summary>
    /// <param name="k">One of the options' values of k.</param>
    /// <exception cref="ArgumentException">The options do not include this k.</exception>
    public double PrecisionAt(int k) => Top(k).Precision;

    /// <summary>The mean share of a row's labels among the k best-ranked; 0 for a row without labels.</summary>
    /// <param name="k">One of the options' values of k.</param>
    /// <exception cref="ArgumentException">The options do not include this k.</exception>
    public double RecallAt(int k) => Top(k).Recall;

    /// <summary>Mean normalised discounted cumulative gain of the k best-ranked labels; 0 for a row without labels.</summary>
    /// <param name="k">One of the options' values of k.</param>
    /// <exception cref="ArgumentException">The options do not include this k.</exception>
    public double NdcgAt(int k) => Top(k).Ndcg;

    /// <summary>Propensity-scored precision at k; NaN when the options give no propensities.</summary>
    /// <param name="k">One of the options' values of k.</param>
    /// <exception cref="ArgumentException">The options do not include this k.</exception>
    public double PropensityScoredPrecisionAt(int k) => Top(k).PropensityPrecision;

    /// <summary>Propensity-scored nDCG at k; NaN when the options give no propensities.</summary>
    /// <param name="k">One of the options' values of k.</param>
    /// <exception cref="ArgumentException">The options do not include this k.</exception>
    public double PropensityScoredNdcgAt(int k) => Top(k).PropensityNdcg;

    private TopValues Top(int k)
    {
        for (int i = 0; i < _top.Length; i++)
        {
            if (Options.TopK[i] == k)
                return _top[i];
        }

        throw new ArgumentException(
            FormattableString.Invariant($"k = {k} is not among the options' ({string.Join(", ", Options.TopK)}), for which rows were counted."), nameof(k));
    }

    private double Area(Func<LabelMetrics, double> area, Func<LabelMetrics, double> weight)
    {
        double sum = 0, weights = 0;
        foreach (LabelMetrics label in KnownLabels)
        {
            if (!label.HasBothClasses && Options.OneClassLabels == OneClassLabels.LeftOut)
                continue;
            double value = label.HasBothClasses ? area(label) : Options.OneClassLabels == OneClassLabels.Zero ? 0 : double.NaN;
            sum += weight(label) * value;
            weights += weight(label);
        }

        return sum / weights;
    }

    private double AveragePrecisions(Func<LabelMetrics, double> weight)
    {
        LabelMetrics[] counted = [.. KnownLabels.Where(label => label.HasBothClasses || Options.AveragePrecisionOfOneClassCounts)];
        double weights = counted.Sum(weight);
        // As in scikit-learn when no row has any label.
        return weights == 0 && counted.Length > 0 && Options.AveragePrecisionOfOneClassCounts
            ? 0
            : counted.Sum(label => weight(label) * label.AveragePrecision) / weights;
    }

    private readonly struct TopValues(Func<RowSlots.Top, double> mean)
    {
        public double Precision { get; } = mean(RowSlots.Top.Precision);

        public double Recall { get; } = mean(RowSlots.Top.Recall);

        public double Ndcg { get; } = mean(RowSlots.Top.Ndcg);

        public double PropensityPrecision { get; } =
            mean(RowSlots.Top.PropensityPrecision) / mean(RowSlots.Top.BestPropensityPrecision);

        public double PropensityNdcg { get; } = mean(RowSlots.Top.PropensityNdcg) / mean(RowSlots.Top.BestPropensityNdcg);
    }
}
