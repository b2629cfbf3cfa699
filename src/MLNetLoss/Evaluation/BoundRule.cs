using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Evaluation;

/// <summary>A lower bound on precision or recall, and the greatest value of the other.</summary>
internal sealed class BoundRule : ThresholdRule
{
    private readonly bool _ofPrecision;
    private readonly double _bound;
    private readonly UnreachableBound _unreachable;

    /// <summary>Checks and keeps the options.</summary>
    /// <param name="ofPrecision">Whether precision is bounded; otherwise recall.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    /// <param name="unreachable">What becomes of a label that cannot reach the bound.</param>
    public BoundRule(bool ofPrecision, double bound, bool oneThreshold, UnreachableBound unreachable)
        : base(oneThreshold)
    {
        string name = ofPrecision ? "precision" : "recall";
        if (!(bound is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, bound, $"The {name} to reach must be above 0 and at most 1.");
        if (!Enum.IsDefined(unreachable))
            throw new ArgumentOutOfRangeException(nameof(unreachable), unreachable, "Expected one of the named values.");
        (_ofPrecision, _bound, _unreachable) = (ofPrecision, bound, unreachable);
        Goal = FormattableString.Invariant($"a {name} of at least {bound}");
    }

    /// <inheritdoc/>
    internal override string Goal { get; }

    /// <inheritdoc/>
    internal override UnreachableBound Unreachable => _unreachable;

    /// <inheritdoc/>
    internal override bool IsMet(ConfusionCounts counts) =>
        (_ofPrecision ? counts.Precision(ZeroDivision.NaN) : counts.Recall(ZeroDivision.NaN)) >= _bound;

    /// <inheritdoc/>
    internal override double Choose(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        if (OneThreshold)
        {
            if (isFixed[0])
                return Other(Kept(rows, thresholds));
            var cuts = new ThresholdCuts(rows.SortAll(), rows.Weights);
            (int best, float? threshold) = Choose(cuts);
            if (threshold is null)
                return Other(Kept(rows, thresholds));
            Array.Fill(thresholds, threshold.Value);
            return Other(cuts, best);
        }

        var values = new double[rows.LabelCount];
        rows.ForEachLabel(parallel, (label, cuts) =>
        {
            (int best, float? threshold) = isFixed[label] ? default : Choose(cuts);
            if (threshold is null)
                best = cuts.CutOf(thresholds[label]);
            else
                thresholds[label] = threshold.Value;
            values[label] = Other(cuts, best);
        });
        return values.Sum() / rows.KnownLabelCount;
    }

    // The threshold is null where the present one is kept.
    private (int Cut, float? Threshold) Choose(ThresholdCuts cuts)
    {
        int best = _ofPrecision ? ConstrainedCut.PrecisionAtLeast(cuts, _bound) : ConstrainedCut.RecallAtLeast(cuts, _bound);
        bool reaches = (_ofPrecision ? cuts.Precision(best) : cuts.Recall(best)) >= _bound;
        return (reaches ? UnreachableBound.Nearest : _unreachable) switch
        {
            UnreachableBound.Nearest => (best, cuts.Threshold(best)),
            UnreachableBound.NeverPredict => (0, float.PositiveInfinity),
            _ => (0, null),
        };
    }

    private static ConfusionCounts Kept(DecisionRows rows, float[] thresholds) => thresholds
        .Select((threshold, label) => rows.Count(label, threshold))
        .Aggregate((sum, counts) => sum + counts);

    // 0/0 is 0, as in evaluation.
    private double Other(ConfusionCounts counts) => _ofPrecision ? counts.Recall(ZeroDivision.Zero) : counts.Precision(ZeroDivision.Zero);

    private double Other(ThresholdCuts cuts, int cut)
    {
        double value = _ofPrecision ? cuts.Recall(cut) : cuts.Precision(cut);
        return double.IsNaN(value) ? 0 : value;
    }
}
