namespace MLNetLoss.Metrics;

/// <summary>The cuts of several labels that together have the greatest F-beta. Among equals the cut that predicts fewest wins.</summary>
internal static class ThresholdSearch
{
    /// <summary>Each label's best cut for its own F-beta, hence for the mean over the labels. Exact.</summary>
    /// <param name="sweeps">The labels.</param>
    /// <param name="isFixed">Labels that stay at their cut.</param>
    /// <param name="cuts">The cuts at the start; receives the best.</param>
    /// <param name="beta">Beta.</param>
    /// <returns>The mean F-beta; a label of which nothing is positive or predicted counts as 0.</returns>
    public static double Macro(ReadOnlySpan<ThresholdCuts> sweeps, ReadOnlySpan<bool> isFixed, Span<int> cuts, double beta)
    {
        double sum = 0;
        for (int label = 0; label < sweeps.Length; label++)
        {
            ThresholdCuts sweep = sweeps[label];
            double best = isFixed[label] ? Of(sweep, cuts[label], beta) : -1;
            for (int cut = 0; !isFixed[label] && cut < sweep.Count; cut++)
            {
                double value = Of(sweep, cut, beta);
                if (value > best)
                    (best, cuts[label]) = (value, cut);
            }

            sum += best;
        }

        return sum / sweeps.Length;
    }

    /// <summary>
    /// The cuts of the greatest F-beta of all cells together. Exact, by the fixed point of Dinkelbach (1967, "On nonlinear fractional
    /// programming"): for a given value F each label maximises (1 + beta^2) hits - F predicted for itself; the ratio of what they
    /// find is the next F, which grows until it is the maximum.
    /// </summary>
    /// <param name="sweeps">The labels.</param>
    /// <param name="isFixed">Labels that stay at their cut.</param>
    /// <param name="cuts">The cuts at the start; receives the best.</param>
    /// <param name="beta">Beta.</param>
    /// <returns>The F-beta; 0 where nothing is positive or predicted.</returns>
    public static double Micro(ReadOnlySpan<ThresholdCuts> sweeps, ReadOnlySpan<bool> isFixed, Span<int> cuts, double beta)
    {
        double value = Pooled(sweeps, cuts, beta);
        int[] next = [.. cuts];
        while (true)
        {
            for (int label = 0; label < sweeps.Length; label++)
            {
                if (!isFixed[label])
                    next[label] = Best(sweeps[label], 1 + (beta * beta), value);
            }

            double reached = Pooled(sweeps, next, beta);
            if (!(reached > value))
                return value;
            value = reached;
            next.CopyTo(cuts);
        }
    }

    private static int Best(ThresholdCuts sweep, double gain, double cost)
    {
        int best = 0;
        double greatest = double.NegativeInfinity;
        for (int cut = 0; cut < sweep.Count; cut++)
        {
            double value = (gain * sweep.Hits(cut)) - (cost * sweep.Predicted(cut));
            if (value > greatest)
                (best, greatest) = (cut, value);
        }

        return best;
    }

    private static double Pooled(ReadOnlySpan<ThresholdCuts> sweeps, ReadOnlySpan<int> cuts, double beta)
    {
        double hits = 0, predicted = 0, positives = 0;
        for (int label = 0; label < sweeps.Length; label++)
        {
            hits += sweeps[label].Hits(cuts[label]);
            predicted += sweeps[label].Predicted(cuts[label]);
            positives += sweeps[label].Positives;
        }

        return FBeta(hits, predicted, positives, beta);
    }

    private static double Of(ThresholdCuts sweep, int cut, double beta) =>
        FBeta(sweep.Hits(cut), sweep.Predicted(cut), sweep.Positives, beta);

    private static double FBeta(double hits, double predicted, double positives, double beta)
    {
        double square = beta * beta;
        return hits == 0 ? 0 : (1 + square) * hits / ((square * positives) + predicted);
    }
}
