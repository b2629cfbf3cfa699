using MLNetLoss.Metrics;

namespace MLNetLoss.Reports;

/// <summary>The curves of all decisions together, as if there were one label, in memory that does not grow with the rows.</summary>
internal sealed class PooledCurves
{
    // Enough for a picture.
    private const int Bits = 18;

    private readonly BinnedScores _cells = new(1, Bits);

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    public void Add(in ScoredRow row)
    {
        for (int label = 0; label < row.LabelCount; label++)
        {
            if (!float.IsNaN(row.Targets[label]))
                _cells.Add(0, row.Scores[label], row.Positive[label], row.Weight);
        }
    }

    /// <summary>Computes the curves.</summary>
    /// <returns>The ROC curve, empty when all decisions are of one class, and the precision-recall curve.</returns>
    public (IReadOnlyList<RocPoint> Roc, IReadOnlyList<PrecisionRecallPoint> PrecisionRecall) Draw()
    {
        var curves = new CurveVisitor();
        _cells.Visit(0, ref curves);
        return (curves.HasBothClasses ? curves.Roc() : [], curves.PrecisionRecall());
    }
}
