using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Evaluation;

/// <summary>Precision or recall of at least some, and the most of the other.</summary>
internal sealed class BoundRule : ThresholdRule
{
    private readonly bool _ofPrecision;
    private readonly double _bound;

    /// <summary>Checks and keeps the options.</summary>
    /// <param name="ofPrecision">Whether precision is bounded; otherwise recall.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="oneThreshold">One threshold for all labels.</param>
    public BoundRule(bool ofPrecision, double bound, bool oneThreshold)
        : base(oneThreshold)
    {
        string name = ofPrecision ? "precision" : "recall";
        if (!(bound is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, bound, $"The {name} to reach must be above 0 and at most 1.");
        (_ofPrecision, _bound) = (ofPrecision, bound);
        Demand = FormattableString.Invariant($"a {name} of at least {bound}");
    }

    /// <inheritdoc/>
    internal override string Demand { get; }

    /// <inheritdoc/>
    internal override bool IsMet(ConfusionCounts counts) =>
        (_ofPrecision ? counts.Precision(ZeroDivision.NaN) : counts.Recall(ZeroDivision.NaN)) >= _bound;

    /// <inheritdoc/>
    internal override double Choose(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        if (OneThreshold && !isFixed[0])
        {
            var cuts = new ThresholdCuts(rows.SortAll(), rows.Weights);
            int best = Best(cuts);
            Array.Fill(thresholds, cuts.Threshold(best));
            return Other(cuts, best);
        }

        var values = new double[rows.LabelCount];
        rows.ForEachLabel(parallel, (label, cuts) =>
        {
            int best = isFixed[label] ? cuts.CutOf(thresholds[label]) : Best(cuts);
            values[label] = Other(cuts, best);
            if (!isFixed[label])
                thresholds[label] = cuts.Threshold(best);
        });
        return values.Average();
    }

    private int Best(ThresholdCuts cuts) =>
        _ofPrecision ? ConstrainedCut.PrecisionAtLeast(cuts, _bound) : ConstrainedCut.RecallAtLeast(cuts, _bound);

    // 0/0 is 0, as in evaluation.
    private double Other(ThresholdCuts cuts, int cut)
    {
        double value = _ofPrecision ? cuts.Recall(cut) : cuts.Precision(cut);
        return double.IsNaN(value) ? 0 : value;
    }
}
