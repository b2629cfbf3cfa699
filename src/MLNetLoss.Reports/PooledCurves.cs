using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>The curves of all decisions together, as if all labels were one, in memory that does not grow with the rows.</summary>
internal sealed class PooledCurves
{
    // Enough for a picture.
    private const int Bits = 18;

    private readonly BinnedScores _cells = new(1, Bits);
    private double _positives;
    private double _negatives;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    public void Add(in ScoredRow row)
    {
        for (int label = 0; label < row.LabelCount; label++)
        {
            if (float.IsNaN(row.Targets[label]))
                continue;
            _cells.Add(0, row.Scores[label], row.Positive[label], row.Weight);
            if (row.Positive[label])
                _positives += row.Weight;
            else
                _negatives += row.Weight;
        }
    }

    /// <summary>Draws them.</summary>
    /// <returns>The ROC curve, empty when all decisions are of one class, and the precision-recall curve.</returns>
    public (IReadOnlyList<RocPoint> Roc, IReadOnlyList<PrecisionRecallPoint> PrecisionRecall) Draw()
    {
        var curves = new CurveVisitor(_positives, _negatives);
        _cells.Visit(0, ref curves);
        return (_positives > 0 && _negatives > 0 ? curves.Roc : [], curves.PrecisionRecall);
    }
}
