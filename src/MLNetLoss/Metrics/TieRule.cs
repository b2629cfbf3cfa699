namespace MLNetLoss.Metrics;

/// <summary>How labels of one row that share a score are ranked.</summary>
public enum TieRule
{
    /// <summary>
    /// Against the model: a tied pair is an error, a tied label has the worst rank among its equals. scikit-learn's rule for
    /// <c>label_ranking_loss</c>, <c>label_ranking_average_precision_score</c> and <c>coverage_error</c>.
    /// </summary>
    Pessimistic,

    /// <summary>
    /// The mean over all orders of the tied labels: a tied pair is half an error, tied labels share their ranks.
    /// scikit-learn's rule for <c>ndcg_score</c> (McSherry and Najork, 2008).
    /// </summary>
    Average,

    /// <summary>The label with the lower index goes first, as a stable sort leaves them: MULAN's rule.</summary>
    LabelOrder,
}
