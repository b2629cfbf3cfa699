namespace MLNetLoss.Metrics;

/// <summary>How labels of one row that have the same score are ranked.</summary>
public enum TieRule
{
    /// <summary>
    /// Against the model: a tied pair is an error, and tied labels all have the worst of their ranks. scikit-learn's rule for
    /// <c>label_ranking_loss</c>, <c>label_ranking_average_precision_score</c> and <c>coverage_error</c>.
    /// </summary>
    Pessimistic,

    /// <summary>
    /// In the mean: a tied pair is half an error, tied labels all have the mean of their ranks, and tied places share their gains equally.
    /// scikit-learn's rule for <c>ndcg_score</c> (McSherry and Najork, 2008).
    /// </summary>
    Average,

    /// <summary>The label with the lower index comes first, as after a stable sort. MULAN's rule.</summary>
    LabelOrder,
}
