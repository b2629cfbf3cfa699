using System.Globalization;

namespace MLNetLoss.Metrics;

/// <summary>
/// Where systems define a measure differently, which definition holds. Two accumulators merge when their options are equal.
/// </summary>
/// <remarks>
/// The defaults are scikit-learn's in every measure that it has, degenerate data included, but for labels that all rows have, or none. The
/// macro and weighted area under the ROC curve leave them out, where scikit-learn has no answer (1.2 raises an exception, 1.6 gives
/// not a number); and so do macro and weighted average precision, so that both are means over the same labels, where scikit-learn counts such a label
/// as 0 or 1. <see cref="ScikitLearn"/> does both as scikit-learn does.
/// </remarks>
public sealed record MultiLabelMetricOptions
{
    /// <summary>
    /// scikit-learn to the letter: a label of one class makes the mean area under the ROC curve not a number (as since its 1.6; an exception
    /// before), and counts in the mean average precision.
    /// </summary>
    public static MultiLabelMetricOptions ScikitLearn { get; } = new()
    {
        OneClassLabels = OneClassLabels.NaN,
        AveragePrecisionOfOneClassCounts = true,
    };

    /// <summary>
    /// torchmetrics 1.9: the area of a label of one class is 0. Its ranking loss breaks ties by an unstable sort; label order stands in.
    /// </summary>
    public static MultiLabelMetricOptions TorchMetrics { get; } = new()
    {
        OneClassLabels = OneClassLabels.Zero,
        AveragePrecisionOfOneClassCounts = true,
        RankingLossTies = TieRule.LabelOrder,
        TopTies = TieRule.LabelOrder,
    };

    /// <summary>MEKA: a score equal to the threshold is positive, two empty sets are alike (1).</summary>
    public static MultiLabelMetricOptions Meka { get; } = new()
    {
        ThresholdIsPositive = true,
        ZeroDivision = ZeroDivision.Zero,
        RowZeroDivision = ZeroDivision.OneWhenEmpty,
        RankingTies = TieRule.LabelOrder,
        RankingLossTies = TieRule.LabelOrder,
    };

    /// <summary>MULAN: stable ranks, coverage counted from 0, rows without labels left out, 1 for empty against empty.</summary>
    public static MultiLabelMetricOptions Mulan { get; } = new()
    {
        ThresholdIsPositive = true,
        ZeroDivision = ZeroDivision.OneWhenEmpty,
        RowZeroDivision = ZeroDivision.OneWhenEmpty,
        RankingTies = TieRule.LabelOrder,
        RankingLossTies = TieRule.LabelOrder,
        AveragePrecisionOfEmptyRows = EmptyRows.LeftOut,
        CoverageFromZero = true,
    };

    /// <summary>
    /// pyxclib, the evaluation of the extreme-classification repository: all measures at k rank by one sort, nDCG too; its sort is not stable,
    /// and label order stands in. Give <see cref="InversePropensities"/> for its propensity-scored measures.
    /// </summary>
    public static MultiLabelMetricOptions ExtremeClassification { get; } = new()
    {
        TopTies = TieRule.LabelOrder,
        NdcgTies = TieRule.LabelOrder,
    };

    /// <summary>The k of precision, recall and nDCG at k, each at least 1. Default 1, 3, 5.</summary>
    public IReadOnlyList<int> TopK { get; init; } = [1, 3, 5];

    /// <summary>The beta of further F measures, each above 0; the F measure of beta 1 is always there. Default 0.5 and 2.</summary>
    public IReadOnlyList<double> Betas { get; init; } = [0.5, 2];

    /// <summary>
    /// Scores above which a label counts as predicted where no predicted labels are given: one for all labels, or one a label.
    /// Default 0, which is a probability of one half when scores are logits.
    /// </summary>
    public IReadOnlyList<float> ScoreThresholds { get; init; } = [0f];

    /// <summary>Whether a score equal to its threshold is predicted. Default false: strictly above.</summary>
    public bool ThresholdIsPositive { get; init; }

    /// <summary>What precision and its kin of a label, and of all labels together, are when there is nothing to divide by.</summary>
    public ZeroDivision ZeroDivision { get; init; }

    /// <summary>The same for a row (averaging by samples).</summary>
    public ZeroDivision RowZeroDivision { get; init; }

    /// <summary>Ties in label ranking average precision and coverage error.</summary>
    public TieRule RankingTies { get; init; } = TieRule.Pessimistic;

    /// <summary>Ties in ranking loss, error-set size and is-error.</summary>
    public TieRule RankingLossTies { get; init; } = TieRule.Pessimistic;

    /// <summary>Ties in precision and recall at k, their propensity-scored forms, and one-error.</summary>
    public TieRule TopTies { get; init; } = TieRule.LabelOrder;

    /// <summary>Ties in nDCG at k.</summary>
    public TieRule NdcgTies { get; init; } = TieRule.Average;

    /// <summary>Rows without labels in ranking measures other than label ranking average precision.</summary>
    public EmptyRows EmptyRows { get; init; }

    /// <summary>Rows without labels in label ranking average precision.</summary>
    public EmptyRows AveragePrecisionOfEmptyRows { get; init; }

    /// <summary>Whether coverage counts from 0 (Tsoumakas et al., 2010) rather than 1 (scikit-learn).</summary>
    public bool CoverageFromZero { get; init; }

    /// <summary>Labels of one class in the macro and weighted area under the ROC curve.</summary>
    public OneClassLabels OneClassLabels { get; init; }

    /// <summary>
    /// Whether labels of one class count in macro average precision, with 0 when no row has the label and 1 when all have
    /// (scikit-learn's own mean). Default false: left out, as from the area under the ROC curve.
    /// </summary>
    public bool AveragePrecisionOfOneClassCounts { get; init; }

    /// <summary>Equal-width bins of probability for the calibration error, at least 1. Default 15 (Guo et al., 2017).</summary>
    public int CalibrationBins { get; init; } = 15;

    /// <summary>
    /// Inverse propensities, one a label, for the propensity-scored measures (see <see cref="InversePropensity"/>); none by default.
    /// </summary>
    public IReadOnlyList<double> InversePropensities { get; init; } = [];

    /// <summary>Whether the result holds the ROC and precision-recall curve of each label. Default false.</summary>
    public bool Curves { get; init; }

    /// <summary>
    /// How scores are kept for areas and curves: 0, the default, keeps each and is exact; a number from 9 to 24 keeps that many
    /// leading bits of each score in a histogram per label, whose memory does not grow with the rows.
    /// Scores equal in those bits count as ties.
    /// </summary>
    public int ScoreBits { get; init; }

    /// <summary>Whether two options define every measure alike.</summary>
    /// <param name="other">Other options.</param>
    public bool Equals(MultiLabelMetricOptions? other) => other is not null
        && TopK.SequenceEqual(other.TopK) && Betas.SequenceEqual(other.Betas)
        && ScoreThresholds.SequenceEqual(other.ScoreThresholds) && InversePropensities.SequenceEqual(other.InversePropensities)
        && Rules() == other.Rules();

    /// <inheritdoc/>
    public override int GetHashCode() => Rules().GetHashCode();

    /// <summary>All that is not a list.</summary>
    private (int Flags, TieRule, TieRule, TieRule, TieRule, ZeroDivision, ZeroDivision, EmptyRows, EmptyRows, OneClassLabels, int, int) Rules() =>
        ((ThresholdIsPositive ? 1 : 0) + (CoverageFromZero ? 2 : 0) + (AveragePrecisionOfOneClassCounts ? 4 : 0) + (Curves ? 8 : 0),
            RankingTies, RankingLossTies, TopTies, NdcgTies, ZeroDivision, RowZeroDivision, EmptyRows, AveragePrecisionOfEmptyRows,
            OneClassLabels, CalibrationBins, ScoreBits);

    /// <summary>Refuses options that cannot hold, naming the first that does not.</summary>
    /// <param name="labelCount">L, the number of labels.</param>
    internal void Check(int labelCount)
    {
        Require(TopK, nameof(TopK), k => k >= 1, "every k is at least 1");
        Require(Betas, nameof(Betas), beta => beta > 0 && double.IsFinite(beta), "every beta is above 0");
        RequireCount(ScoreThresholds.Count, ScoreThresholds.Count == 1 || ScoreThresholds.Count == labelCount, nameof(ScoreThresholds), 1);
        if (ScoreThresholds.Any(float.IsNaN))
            throw new ArgumentException($"{nameof(ScoreThresholds)} holds NaN at label {ScoreThresholds.ToList().FindIndex(float.IsNaN)}.");
        RequireCount(
            InversePropensities.Count, InversePropensities.Count == 0 || InversePropensities.Count == labelCount, nameof(InversePropensities), 0);
        Require(InversePropensities, nameof(InversePropensities), value => value > 0 && double.IsFinite(value), "expected values above 0");
        if (CalibrationBins < 1)
            throw new ArgumentException($"{nameof(CalibrationBins)} is {CalibrationBins}; expected at least 1.");
        if (ScoreBits is not (0 or (>= 9 and <= 24)))
            throw new ArgumentException($"{nameof(ScoreBits)} is {ScoreBits}; expected 0 (exact) or 9 to 24.");
        RequireAtMost(CalibrationBins, CalibrationAccumulator.MostBins(labelCount), nameof(CalibrationBins));
        RequireAtMost(ScoreBits, BinnedScores.MostBits(labelCount), nameof(ScoreBits));

        void RequireAtMost(int value, int most, string name)
        {
            if (value > most)
                throw new ArgumentException($"{name} is {value}; for {labelCount} labels it can be {most} at most.");
        }

        void RequireCount(int count, bool holds, string name, int other)
        {
            if (!holds)
                throw new ArgumentException($"{name} holds {count} values; expected {other} or {labelCount}, one a label.");
        }
    }

    private static void Require<T>(IReadOnlyList<T> values, string name, Predicate<T> holds, string rule)
    {
        foreach (T value in values)
        {
            if (!holds(value))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} holds {value}; {rule}."));
        }
    }
}
