namespace MLNetLoss.Metrics.Decisions;

/// <summary>The cuts of several labels that together have the greatest F-beta. Among equals the cut that predicts fewest wins.</summary>
internal static class LabelThresholdSearch
{
    /// <summary>Each label's best cut for its own F-beta, hence for the mean over the labels. Exact.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="beta">Beta.</param>
    /// <param name="isFixed">Labels that keep their threshold.</param>
    /// <param name="thresholds">The thresholds at the start; receives the best.</param>
    /// <param name="parallel">How to run.</param>
    /// <returns>The mean F-beta; a label of which nothing is positive or predicted counts as 0, one without any target not at all.</returns>
    public static double Macro(DecisionRows rows, double beta, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        var values = new double[rows.LabelCount];
        rows.ForEachLabel(parallel, (label, cuts) =>
        {
            if (isFixed[label])
            {
                values[label] = cuts.FBeta(cuts.CutOf(thresholds[label]), beta);
                return;
            }

            int best = 0;
            for (int cut = 1; cut < cuts.Count; cut++)
            {
                double value = cuts.FBeta(cut, beta);
                if (value > values[label])
                    (best, values[label]) = (cut, value);
            }

            thresholds[label] = cuts.Threshold(best);
        });
        return values.Sum() / rows.KnownLabelCount;
    }

    /// <summary>
    /// The cuts of the greatest F-beta of all cells together. Exact, by the fixed point of Dinkelbach (1967, "On nonlinear fractional
    /// programming"): for a given value F each label maximises (1 + beta^2) hits - F predicted for itself; the ratio of what they
    /// find is the next F, which grows until it is the maximum.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="beta">Beta.</param>
    /// <param name="isFixed">Labels that keep their threshold.</param>
    /// <param name="thresholds">The thresholds at the start; receives the best.</param>
    /// <param name="parallel">How to run.</param>
    /// <returns>The F-beta; 0 where nothing is positive or predicted.</returns>
    public static double Micro(DecisionRows rows, double beta, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        var labels = new ThresholdCuts[rows.LabelCount];
        var best = new int[labels.Length];
        rows.ForEachLabel(parallel, (label, cuts) => (labels[label], best[label]) = (cuts, cuts.CutOf(thresholds[label])));
        double value = Pooled(labels, best, beta);
        int[] next = [.. best];
        while (true)
        {
            double cost = value;
            Parallel.For(0, labels.Length, parallel, label =>
            {
                if (!isFixed[label])
                    next[label] = Best(labels[label], 1 + (RecallWeight.Of(beta)), cost);
            });
            double reached = Pooled(labels, next, beta);
            if (!(reached > value))
                break;
            value = reached;
            next.CopyTo(best, 0);
        }

        for (int label = 0; label < labels.Length; label++)
        {
            if (!isFixed[label])
                thresholds[label] = labels[label].Threshold(best[label]);
        }

        return value;
    }

    private static int Best(ThresholdCuts cuts, double gain, double cost)
    {
        int best = 0;
        double greatest = double.NegativeInfinity;
        for (int cut = 0; cut < cuts.Count; cut++)
        {
            double value = (gain * cuts.Hits(cut)) - (cost * cuts.Predicted(cut));
            if (value > greatest)
                (best, greatest) = (cut, value);
        }

        return best;
    }

    private static double Pooled(ThresholdCuts[] labels, int[] cuts, double beta)
    {
        double hits = 0, predicted = 0, positives = 0;
        for (int label = 0; label < labels.Length; label++)
        {
            hits += labels[label].Hits(cuts[label]);
            predicted += labels[label].Predicted(cuts[label]);
            positives += labels[label].Positives;
        }

        return ThresholdMeasure.FBeta(hits, predicted, positives, RecallWeight.Of(beta));
    }
}
