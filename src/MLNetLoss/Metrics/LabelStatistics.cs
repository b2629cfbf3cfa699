namespace MLNetLoss.Metrics;

/// <summary>Statistics of the labels of evaluated rows.</summary>
public sealed class LabelStatistics
{
    internal LabelStatistics(IMetricSums rows, IReadOnlyList<LabelMetrics> labels)
    {
        Cardinality = rows.RowMean(RowSlots.Cardinality);
        PredictedCardinality = rows.RowMean(RowSlots.PredictedCardinality);
        Density = labels.Sum(label => label.Support) / labels.Sum(label => label.Counts.Total);
        DistinctLabelSets = rows.DistinctLabelSets;
        LabelsWithoutPositives = labels.Count(label => label.Support == 0);
        double most = labels.Max(label => label.Support);
        ImbalanceRatios = [.. labels.Select(label => most / label.Support)];
        double[] finite = [.. ImbalanceRatios.Where(double.IsFinite)];
        MeanImbalanceRatio = finite.Length == 0 ? double.NaN : finite.Average();
        double variance = finite.Sum(ratio => (ratio - MeanImbalanceRatio) * (ratio - MeanImbalanceRatio)) / (finite.Length - 1);
        ImbalanceVariation = Math.Sqrt(variance) / MeanImbalanceRatio;
    }

    /// <summary>Mean number of labels per row.</summary>
    public double Cardinality { get; }

    /// <summary>Mean number of predicted labels per row.</summary>
    public double PredictedCardinality { get; }

    /// <summary>The share of cells that are positive: cardinality over the number of labels when no target is missing.</summary>
    public double Density { get; }

    /// <summary>Number of distinct label sets; null when memory is bounded.</summary>
    public int? DistinctLabelSets { get; }

    /// <summary>Number of labels that no row has.</summary>
    public int LabelsWithoutPositives { get; }

    /// <summary>
    /// Per label, the support of the most frequent label over its own (IRLbl of Charte et al., 2015); infinite when no row has it.
    /// </summary>
    public IReadOnlyList<double> ImbalanceRatios { get; }

    /// <summary>The mean of the finite imbalance ratios (MeanIR).</summary>
    public double MeanImbalanceRatio { get; }

    /// <summary>Their standard deviation over their mean (CVIR); NaN for fewer than two labels.</summary>
    public double ImbalanceVariation { get; }
}
