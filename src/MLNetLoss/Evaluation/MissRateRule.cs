using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Evaluation;

/// <summary>Keeps the expected miss rate on new rows at or below alpha.</summary>
internal sealed class MissRateRule : ThresholdRule
{
    private readonly double _alpha;

    /// <summary>Checks and keeps the options of <see cref="ThresholdRule.MissRateAtMost"/>.</summary>
    public MissRateRule(double alpha, bool oneThreshold)
        : base(oneThreshold)
    {
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The greatest miss rate must be above 0 and below 1.");
        _alpha = alpha;
        Goal = FormattableString.Invariant($"an expected miss rate of at most {alpha}");
    }

    /// <inheritdoc/>
    internal override string Goal { get; }

    /// <inheritdoc/>
    internal override long RequiredPositives => OneThreshold ? 1 : ConformalRisk.RequiredCount(_alpha);

    /// <inheritdoc/>
    internal override bool IsMet(ConfusionCounts counts) =>
        OneThreshold || ConformalRisk.IsControlled(counts.FalseNegatives, counts.Support, _alpha);

    /// <inheritdoc/>
    internal override double Choose(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        if (!rows.Weights.IsEmpty)
        {
            throw new ArgumentException(
                "The rows have weights other than 1; a bound on the expected miss rate holds for rows that are all drawn alike, without weights.");
        }

        if (OneThreshold)
        {
            (float threshold, double rate) = ConformalRisk.OfRows(rows, _alpha);
            if (isFixed[0])
                return double.NaN;
            Array.Fill(thresholds, threshold);
            return rate;
        }

        var rates = new double[rows.LabelCount];
        rows.ForEachSorted(parallel, (label, walk) =>
        {
            if (!isFixed[label])
                (thresholds[label], rates[label]) = ConformalRisk.OfLabel(rows.Sort(walk, label), rows.PositiveCounts[label], _alpha);
        });
        return isFixed.Contains(false) ? rates.Where((_, label) => !isFixed[label]).Average() : double.NaN;
    }
}
