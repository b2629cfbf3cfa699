namespace MLNetLoss.Metrics.Decisions;

/// <summary>
/// Finds the best cut under a bound: of the cuts that reach the bound in one measure, the best in the other; if none does, the cut that comes
/// nearest to the bound. Ties are decided by the second measure of the comparison, then by the fewest predictions.
/// </summary>
internal static class ConstrainedCut
{
    /// <summary>Finds the greatest recall at a given precision or more.</summary>
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

    /// <summary>Finds the greatest precision at a given recall or more.</summary>
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
        // CompareTo sorts NaN, the precision of no prediction, below every number.
        int byBounded = bounded.CompareTo(bestBounded), byOther = other.CompareTo(bestOther);
        return reaches
            ? byOther > 0 || (byOther == 0 && byBounded > 0)
            : byBounded > 0 || (byBounded == 0 && byOther > 0);
    }
}
