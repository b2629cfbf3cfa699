namespace MLNetLoss.Metrics;

/// <summary>All that measures are computed from, once rows are summed up.</summary>
internal interface IMetricSums
{
    /// <summary>The definitions.</summary>
    MultiLabelMetricOptions Options { get; }

    /// <summary>L, the number of labels.</summary>
    int LabelCount { get; }

    /// <summary>L names, or none.</summary>
    IReadOnlyList<string> LabelNames { get; }

    /// <summary>Rows that count.</summary>
    long CountedRows { get; }

    /// <summary>How many different sets of labels rows have; null when not counted.</summary>
    int? DistinctLabelSets { get; }

    /// <summary>Whether cross-entropies come from the scores.</summary>
    bool CrossEntropyFromLogits { get; }

    /// <summary>The mean of a value that rows have.</summary>
    /// <param name="slot">See <see cref="RowSlots"/>.</param>
    double RowMean(int slot);

    /// <summary>The counts of a label.</summary>
    /// <param name="label">The label.</param>
    ConfusionCounts Counts(int label);

    /// <summary>The summed cross-entropy of a label.</summary>
    /// <param name="label">The label.</param>
    double CrossEntropy(int label);

    /// <summary>The summed squared error of a label's probabilities.</summary>
    /// <param name="label">The label.</param>
    double Squares(int label);

    /// <summary>The bins of probability of a label; of all cells for null.</summary>
    /// <param name="label">The label.</param>
    ReliabilityBin[] Bins(int? label);

    /// <summary>Walks thresholds downwards.</summary>
    /// <param name="label">The label; null for all cells, as if all labels were one.</param>
    /// <param name="visitor">Sees each threshold.</param>
    void Visit<TVisitor>(int? label, ref TVisitor visitor)
        where TVisitor : struct, IThresholdVisitor;
}
