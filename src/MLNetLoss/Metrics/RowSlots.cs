namespace MLNetLoss.Metrics;

/// <summary>The positions of the values computed for each row.</summary>
/// <param name="options">The values of k and beta.</param>
internal sealed class RowSlots(MultiLabelMetricOptions options)
{
    public const int SubsetAccuracy = 0;
    public const int Precision = 1;
    public const int Recall = 2;
    public const int F1 = 3;
    public const int Jaccard = 4;
    public const int Cardinality = 5;
    public const int PredictedCardinality = 6;
    public const int LabelRankingAveragePrecision = 7;
    public const int AveragePrecision = 8;
    public const int Coverage = 9;
    public const int RankingLoss = 10;
    public const int ErrorSetSize = 11;
    public const int IsError = 12;
    public const int RocAuc = 13;
    public const int OneError = 14;
    public const int Specificity = 15;
    public const int NegativePredictiveValue = 16;

    private const int FixedCount = 17;

    /// <summary>Marks a row that does not count for the measure.</summary>
    public const double LeftOut = double.NegativeInfinity;

    /// <summary>The values of which there is one for each k.</summary>
    public enum Top
    {
        Precision,
        Recall,
        Ndcg,
        PropensityPrecision,
        BestPropensityPrecision,
        PropensityNdcg,
        BestPropensityNdcg,
    }

    /// <summary>Number of values per row.</summary>
    public int Count { get; } = FixedCount + options.Betas.Count + (7 * options.TopK.Count);

    /// <summary>The F measure of one of the options' betas.</summary>
    /// <param name="index">Which.</param>
    public static int FBeta(int index) => FixedCount + index;

    /// <summary>A value at one of the options' k.</summary>
    /// <param name="family">Which value.</param>
    /// <param name="index">Which k.</param>
    public int At(Top family, int index) => FixedCount + options.Betas.Count + ((int)family * options.TopK.Count) + index;
}
