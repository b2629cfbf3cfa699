using MLNetLoss.Metrics;
using MLNetLoss.Metrics.Decisions;

namespace MLNetLoss.Evaluation;

/// <summary>Maximises F-beta.</summary>
internal sealed class FBetaRule : ThresholdRule
{
    private readonly Averaging _averaging;
    private readonly double _beta;

    /// <summary>Checks and keeps the options of <see cref="ThresholdRule.MaximizeFBeta"/>.</summary>
    public FBetaRule(Averaging averaging, double beta, bool oneThreshold)
        : base(oneThreshold)
    {
        if (averaging is not (Averaging.Macro or Averaging.Micro or Averaging.Samples))
        {
            throw new ArgumentOutOfRangeException(
                nameof(averaging), averaging, "Thresholds are tuned for the macro, the micro or the samples average.");
        }

        if (!(beta > 0) || double.IsInfinity(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta must be finite and above 0.");
        (_averaging, _beta) = (averaging, beta);
        Goal = FormattableString.Invariant($"the greatest {averaging.ToString().ToLowerInvariant()} F{beta}");
    }

    /// <inheritdoc/>
    internal override string Goal { get; }

    /// <inheritdoc/>
    internal override bool IsBound => false;

    /// <inheritdoc/>
    internal override double Choose(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        if (OneThreshold && !isFixed[0])
        {
            (float threshold, double value) = SharedThresholdSearch.Find(rows, _averaging, _beta, parallel.CancellationToken);
            Array.Fill(thresholds, threshold);
            return value;
        }

        return _averaging switch
        {
            Averaging.Macro => LabelThresholdSearch.Macro(rows, _beta, isFixed, thresholds, parallel),
            Averaging.Micro => LabelThresholdSearch.Micro(rows, _beta, isFixed, thresholds, parallel),
            _ => Samples(rows, isFixed, thresholds, parallel),
        };
    }

    private double Samples(DecisionRows rows, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        var search = new SamplesThresholdSearch(rows, _beta, parallel);
        float shared = SharedThresholdSearch.Find(rows, Averaging.Samples, _beta, parallel.CancellationToken).Threshold;
        float[] together = [.. thresholds.Select((threshold, label) => isFixed[label] ? threshold : shared)];
        float[] micro = [.. thresholds];
        LabelThresholdSearch.Micro(rows, _beta, isFixed, micro, parallel);
        search.Set(((float[][])[thresholds, together, micro]).MaxBy(start =>
        {
            search.Set(start);
            return search.Value;
        }));
        search.Ascend(isFixed, parallel.CancellationToken);
        for (int label = 0; label < thresholds.Length; label++)
        {
            if (!isFixed[label])
                thresholds[label] = search.Threshold(label);
        }

        return search.Value;
    }
}
