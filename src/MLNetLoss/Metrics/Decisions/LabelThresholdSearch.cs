namespace MLNetLoss.Metrics.Decisions;

/// <summary>Finds one cut per label so that together they maximise F-beta. Of equally good cuts the one that predicts fewest wins.</summary>
internal static class LabelThresholdSearch
{
    /// <summary>Finds the best cut of each label for its own F-beta, and so for the mean over the labels. Exact.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="beta">Beta.</param>
    /// <param name="isFixed">Labels that keep their threshold.</param>
    /// <param name="thresholds">The thresholds at the start; receives the best.</param>
    /// <param name="parallel">How to run.</param>
    /// <returns>The mean F-beta; a label without positive or predicted rows counts as 0, one without any target not at all.</returns>
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
    /// Finds the cuts that maximise F-beta of all cells together. Exact, by the fixed-point iteration of Dinkelbach (1967, "On nonlinear fractional
    /// programming"): for a given value F each label maximises (1 + beta^2) hits - F predicted on its own, and the F-beta of these cuts is the
    /// next F, which grows until it is the maximum.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="beta">Beta.</param>
    /// <param name="isFixed">Labels that keep their threshold.</param>
    /// <param name="thresholds">The thresholds at the start; receives the best.</param>
    /// <param name="parallel">How to run.</param>
    /// <returns>The F-beta; 0 when nothing is positive or predicted.</returns>
    public static double Micro(DecisionRows rows, double beta, bool[] isFixed, float[] thresholds, ParallelOptions parallel)
    {
        double square = RecallWeight.Of(beta);
        var labels = new ThresholdCuts[rows.LabelCount];
        var best = new int[labels.Length];
        rows.ForEachLabel(parallel, (label, cuts) => (labels[label], best[label]) = (cuts, cuts.CutOf(thresholds[label])));
        int[] next = [.. best];
        Pool pool = Pooled(labels, best, square), found;
        while (true)
        {
            Pool target = pool;
            Parallel.For(0, labels.Length, parallel, label =>
            {
                if (!isFixed[label])
                    next[label] = Best(labels[label], target);
            });
            found = Pooled(labels, next, square);
            if (!(found.Value(square) >= pool.Value(square)))
                break;

            // Only at the maximum itself does each label find its fewest predictions: a smaller F makes predictions cheaper.
            next.CopyTo(best, 0);
            if (found.Value(square) == pool.Value(square))
                break;
            pool = found;
        }

        for (int label = 0; label < labels.Length; label++)
        {
            if (!isFixed[label])
                thresholds[label] = labels[label].Threshold(best[label]);
        }

        return pool.Value(square);
    }

    // F = (1 + beta^2) hits / whole is multiplied out: with whole weights these are whole numbers, and ties are exact.
    private static int Best(ThresholdCuts cuts, Pool pool)
    {
        double whole = pool.Hits == 0 ? 1 : pool.Whole;
        int best = 0;
        double greatest = double.NegativeInfinity;
        for (int cut = 0; cut < cuts.Count; cut++)
        {
            double value = (whole * cuts.Hits(cut)) - (pool.Hits * cuts.Predicted(cut));
            if (value > greatest)
                (best, greatest) = (cut, value);
        }

        return best;
    }

    private static Pool Pooled(ThresholdCuts[] labels, int[] cuts, double square)
    {
        double hits = 0, predicted = 0, positives = 0;
        for (int label = 0; label < labels.Length; label++)
        {
            hits += labels[label].Hits(cuts[label]);
            predicted += labels[label].Predicted(cuts[label]);
            positives += labels[label].Positives;
        }

        return new Pool(hits, (square * positives) + predicted);
    }

    // F-beta as a ratio: (1 + beta^2) hits / whole.
    private readonly record struct Pool(double Hits, double Whole)
    {
        public double Value(double square) => Hits == 0 ? 0 : (1 + square) * Hits / Whole;
    }
}
