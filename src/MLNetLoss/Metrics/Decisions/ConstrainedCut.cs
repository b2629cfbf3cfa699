namespace MLNetLoss.Metrics.Decisions;

/// <summary>
/// The best cut under a bound: of the cuts that reach the bound in one measure the one that is best in the other, and where none reaches
/// it the one that comes nearest. Among equals the one that is better in both counts, then the one that predicts fewest.
/// </summary>
internal static class ConstrainedCut
{
    /// <summary>The greatest recall at a precision of at least some.</summary>
    /// <param name="cuts">The cuts.</param>
    /// <param name="precision">The precision.</param>
    public static int PrecisionAtLeast(ThresholdCuts cuts, double precision)
    {
        int best = 0;
        for (int cut = 1; cut < cuts.Count; cut++)
        {
            if (IsBetter(cuts.Precision(cut), cuts.Recall(cut), cuts.Precision(best), cuts.Recall(best), precision))
                best = cut;
        }

        return best;
    }

    /// <summary>The greatest precision at a recall of at least some.</summary>
    /// <param name="cuts">The cuts.</param>
    /// <param name="recall">The recall.</param>
    public static int RecallAtLeast(ThresholdCuts cuts, double recall)
    {
        int best = 0;
        for (int cut = 1; cut < cuts.Count; cut++)
        {
            if (IsBetter(cuts.Recall(cut), cuts.Precision(cut), cuts.Recall(best), cuts.Precision(best), recall))
                best = cut;
        }

        return best;
    }

    private static bool IsBetter(double bounded, double other, double bestBounded, double bestOther, double bound)
    {
        bool reaches = bounded >= bound, bestReaches = bestBounded >= bound;
        if (reaches != bestReaches)
            return reaches;
        // What is not a number, the precision of no prediction, is less than any.
        int byBounded = bounded.CompareTo(bestBounded), byOther = other.CompareTo(bestOther);
        return reaches
            ? byOther > 0 || (byOther == 0 && byBounded > 0)
            : byBounded > 0 || (byBounded == 0 && byOther > 0);
    }
}
