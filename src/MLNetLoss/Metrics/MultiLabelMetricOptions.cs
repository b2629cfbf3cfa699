using System.Globalization;
using System.Runtime.CompilerServices;
using MLNetLoss.Numerics;

namespace MLNetLoss.Metrics;

/// <summary>
/// Chooses between definitions where systems define a measure differently. Accumulators can be merged when their options are equal.
/// </summary>
/// <remarks>
/// The defaults follow scikit-learn in every measure that it has, degenerate data included, except for labels that all rows have, or none.
/// Macro and weighted ROC AUC leave these out, where scikit-learn has no answer (1.2 raises an exception, 1.6 returns NaN). Macro and
/// weighted average precision leave them out too, so that both are means over the same labels; scikit-learn counts such a label as 0 or 1.
/// <see cref="ScikitLearn"/> follows scikit-learn in both.
/// </remarks>
public sealed record MultiLabelMetricOptions
{
    /// <summary>
    /// scikit-learn to the letter: a one-class label makes the mean ROC AUC NaN (as in 1.6 and later; earlier versions raise an exception) and
    /// counts in mean average precision.
    /// </summary>
    public static MultiLabelMetricOptions ScikitLearn { get; } = new()
    {
        OneClassLabels = OneClassLabels.NaN,
        AveragePrecisionOfOneClassCounts = true,
    };

    /// <summary>
    /// torchmetrics 1.9: the ROC AUC of a one-class label is 0. Its ranking loss breaks ties by an unstable sort, for which label order stands in.
    /// </summary>
    public static MultiLabelMetricOptions TorchMetrics { get; } = new()
    {
        OneClassLabels = OneClassLabels.Zero,
        AveragePrecisionOfOneClassCounts = true,
        RankingLossTies = TieRule.LabelOrder,
        TopTies = TieRule.LabelOrder,
    };

    /// <summary>MEKA: a score equal to the threshold counts as predicted, and two empty sets match (1).</summary>
    public static MultiLabelMetricOptions Meka { get; } = new()
    {
        ThresholdIsPositive = true,
        ZeroDivision = ZeroDivision.Zero,
        RowZeroDivision = ZeroDivision.OneWhenEmpty,
        RankingTies = TieRule.LabelOrder,
        RankingLossTies = TieRule.LabelOrder,
    };

    /// <summary>MULAN: ties ranked in label order, coverage counted from 0, average precision without the rows that have no labels, 1 for two empty sets.</summary>
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
    /// pyxclib, the evaluation of the extreme-classification repository: all measures at k, nDCG included, use the ranking of one unstable sort,
    /// for which label order stands in. Set <see cref="InversePropensities"/> for its propensity-scored measures.
    /// </summary>
    public static MultiLabelMetricOptions ExtremeClassification { get; } = new()
    {
        TopTies = TieRule.LabelOrder,
        NdcgTies = TieRule.LabelOrder,
    };

    /// <summary>The values of k for precision, recall and nDCG at k, each at least 1. Default 1, 3, 5.</summary>
    public IReadOnlyList<int> TopK { get; init; } = [1, 3, 5];

    /// <summary>The betas of further F-measures, each above 0; F1 is always computed. Default 0.5 and 2.</summary>
    public IReadOnlyList<double> Betas { get; init; } = [0.5, 2];

    /// <summary>
    /// Scores above which a label counts as predicted when no predicted labels are given: one for all labels, or one per label.
    /// Default 0, a probability of one half when scores are logits.
    /// </summary>
    public IReadOnlyList<float> ScoreThresholds { get; init; } = [0f];

    /// <summary>Whether a label whose score equals its threshold counts as predicted. Default false: only scores strictly above it do.</summary>
    public bool ThresholdIsPositive { get; init; }

    /// <summary>The value of precision and similar ratios, per label and micro-averaged, when the denominator is zero.</summary>
    public ZeroDivision ZeroDivision { get; init; }

    /// <summary>The same for the ratios of a row (samples averaging).</summary>
    public ZeroDivision RowZeroDivision { get; init; }

    /// <summary>How ties are ranked in label ranking average precision and coverage error.</summary>
    public TieRule RankingTies { get; init; } = TieRule.Pessimistic;

    /// <summary>How ties count in ranking loss, error-set size and is-error.</summary>
    public TieRule RankingLossTies { get; init; } = TieRule.Pessimistic;

    /// <summary>How ties are ranked in precision and recall at k, their propensity-scored forms, and one-error.</summary>
    public TieRule TopTies { get; init; } = TieRule.LabelOrder;

    /// <summary>How ties are ranked in nDCG at k.</summary>
    public TieRule NdcgTies { get; init; } = TieRule.Average;

    /// <summary>What becomes of rows without labels in ranking measures other than label ranking average precision.</summary>
    public EmptyRows EmptyRows { get; init; }

    /// <summary>What becomes of rows without labels in label ranking average precision.</summary>
    public EmptyRows AveragePrecisionOfEmptyRows { get; init; }

    /// <summary>Whether coverage counts from 0 (Tsoumakas et al., 2010) rather than 1 (scikit-learn).</summary>
    public bool CoverageFromZero { get; init; }

    /// <summary>What becomes of one-class labels in macro and weighted ROC AUC.</summary>
    public OneClassLabels OneClassLabels { get; init; }

    /// <summary>
    /// Whether one-class labels count in macro and weighted average precision, as scikit-learn counts them: as 0 when no row has the label and
    /// as 1 when all have it. Default false: left out, as from the ROC AUC.
    /// </summary>
    public bool AveragePrecisionOfOneClassCounts { get; init; }

    /// <summary>The number of equal-width probability bins for the calibration error, at least 1. Default 15 (Guo et al., 2017).</summary>
    public int CalibrationBins { get; init; } = 15;

    /// <summary>
    /// Inverse propensities, one per label, for the propensity-scored measures (see <see cref="InversePropensity"/>); none by default.
    /// </summary>
    public IReadOnlyList<double> InversePropensities { get; init; } = [];

    /// <summary>Whether the result holds the ROC and precision-recall curve of each label. Default false.</summary>
    public bool Curves { get; init; }

    /// <summary>
    /// How scores are kept for areas and curves: 0, the default, keeps every score and is exact; a number from 9 to 24 keeps that many
    /// leading bits of each score in a histogram per label, whose memory does not grow with the rows.
    /// Scores with the same leading bits count as ties.
    /// </summary>
    public int ScoreBits { get; init; }

    /// <summary>Whether two sets of options define every measure alike.</summary>
    /// <param name="other">Other options.</param>
    public bool Equals(MultiLabelMetricOptions? other) => other is not null
        && TopK.SequenceEqual(other.TopK) && Betas.SequenceEqual(other.Betas)
        && ScoreThresholds.SequenceEqual(other.ScoreThresholds) && InversePropensities.SequenceEqual(other.InversePropensities)
        && Rules() == other.Rules();

    /// <inheritdoc/>
    public override int GetHashCode() => Rules().GetHashCode();

    /// <summary>Everything that is not a list.</summary>
    private (int Flags, TieRule, TieRule, TieRule, TieRule, ZeroDivision, ZeroDivision, EmptyRows, EmptyRows, OneClassLabels, int, int) Rules() =>
        ((ThresholdIsPositive ? 1 : 0) + (CoverageFromZero ? 2 : 0) + (AveragePrecisionOfOneClassCounts ? 4 : 0) + (Curves ? 8 : 0),
            RankingTies, RankingLossTies, TopTies, NdcgTies, ZeroDivision, RowZeroDivision, EmptyRows, AveragePrecisionOfEmptyRows,
            OneClassLabels, CalibrationBins, ScoreBits);

    /// <summary>Rejects invalid options, naming the first.</summary>
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
            throw new ArgumentException(FormattableString.Invariant($"{nameof(CalibrationBins)} is {CalibrationBins}; expected at least 1."));
        if (ScoreBits is not (0 or (>= 9 and <= 24)))
            throw new ArgumentException(FormattableString.Invariant($"{nameof(ScoreBits)} is {ScoreBits}; expected 0 (exact) or 9 to 24."));
        RequireNamed(ZeroDivision);
        RequireNamed(RowZeroDivision);
        RequireNamed(RankingTies);
        RequireNamed(RankingLossTies);
        RequireNamed(TopTies);
        RequireNamed(NdcgTies);
        RequireNamed(EmptyRows);
        RequireNamed(AveragePrecisionOfEmptyRows);
        RequireNamed(OneClassLabels);
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
                throw new ArgumentException($"{name} holds {count} values; expected {other} or {labelCount}, one per label.");
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

    private static void RequireNamed<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new ArgumentException($"{name} is {EnumText.Of(value)}; expected one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
    }
}
